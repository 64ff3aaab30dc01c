"""Addresses below those of the jobs; `jobs.urls` takes them in."""

from django.urls import path

from jobs.alerts import views
from jobs.alerts.searches import KNOWN
from portal.cookieless import public_form
from portal.freshness import public_page

urlpatterns = [
    path("", public_page(views.offer, topics=("taxonomy",), params=KNOWN), name="alert"),
    path("ask/", public_form(views.ask, name="alert-ask", limit=10, seconds=600), name="alert-ask"),
    path("confirm/<str:token>/", views.confirm, name="alert-confirm"),
    path(
        "confirm/<str:token>/yes/",
        public_form(views.confirmed, name="alert-confirmed", limit=30, seconds=60),
        name="alert-confirmed",
    ),
    path("leave/<str:token>/", views.leave, name="alert-leave"),
    path("manage/<str:token>/", views.manage, name="alert-manage"),
    path(
        "manage/<str:token>/change/",
        public_form(views.change, name="alert-change", limit=60, seconds=60),
        name="alert-change",
    ),
]
