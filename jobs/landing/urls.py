"""Addresses of landing pages; `jobs.urls` takes them in."""

from django.urls import path

from jobs.landing.views import page
from portal.freshness import public_page

TOPICS = ("jobs", "salaries", "taxonomy")
landing = public_page(page, topics=TOPICS, params=("page",))

urlpatterns = [
    path("role/<slug:role>/", landing, name="role"),
    path("in/<slug:place>/", landing, name="place"),
    path("role/<slug:role>/in/<slug:place>/", landing, name="role-place"),
]
