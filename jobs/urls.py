from django.urls import path

from jobs import views
from jobs.forms import FILTERS
from portal.freshness import public_page

app_name = "jobs"

LISTS = ("jobs", "salaries", "taxonomy")
NARROWED = (*FILTERS, "currency")

urlpatterns = [
    path("", public_page(views.job_list, topics=LISTS, params=(*NARROWED, "page")), name="list"),
    path("feed/", public_page(views.feed, topics=LISTS, params=NARROWED), name="feed"),
    path("mine/", views.mine, name="mine"),
    path(
        "companies/<slug:slug>/",
        public_page(views.company, topics=LISTS, params=("page",)),
        name="company",
    ),
    # What an open listing shows besides itself; the view adds its own topic and that of its company.
    path("<slug:slug>/", public_page(views.detail, topics=("salaries", "taxonomy")), name="detail"),
    path("<slug:slug>/preview/", views.preview, name="preview"),
]
