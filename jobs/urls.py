from django.urls import include, path

from jobs import views
from jobs.aggregators import xml_feed
from jobs.applying.urls import urlpatterns as applying
from jobs.filters import FILTERS
from jobs.landing.urls import urlpatterns as landing
from jobs.moderation.views import report, send
from jobs.stats.views import seen
from portal.cookieless import public_form
from portal.freshness import public_page

app_name = "jobs"

LISTS = ("jobs", "salaries", "taxonomy")
NARROWED = (*FILTERS, "currency")

urlpatterns = [
    path(
        "",
        public_page(views.job_list, topics=LISTS, params=(*NARROWED, "sort", "page")),
        name="list",
    ),
    path("feed/", public_page(views.feed, topics=LISTS, params=NARROWED), name="feed"),
    path("alerts/", include("jobs.alerts.urls")),
    path("feed.xml", public_page(xml_feed, topics=LISTS), name="xml-feed"),
    *landing,
    path(
        "companies/<slug:slug>/",
        public_page(views.company, topics=LISTS, params=("page",)),
        name="company",
    ),
    path(
        "<slug:slug>/card-<slug:digest>.png",
        public_page(views.card, topics=("taxonomy",), lasting=True),
        name="card",
    ),
    *applying,
    # What an open listing shows besides itself; the view adds its own topic and that of its company.
    path("<slug:slug>/", public_page(views.detail, topics=("salaries", "taxonomy")), name="detail"),
    path("<slug:slug>/preview/", views.preview, name="preview"),
    path("<slug:slug>/report/", public_page(report), name="report"),
    path(
        "<slug:slug>/report/send/",
        public_form(send, name="job-report", limit=20, seconds=3600),
        name="report-send",
    ),
    path(
        "<slug:slug>/seen/",
        public_form(seen, name="job-seen", limit=120, seconds=60),
        name="seen",
    ),
]
