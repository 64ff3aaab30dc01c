from django.urls import include, path

from portal.freshness import public_page
from salaries import views
from salaries.changes import views as changes
from salaries.forms import StatedFilter
from salaries.snapshots import views as snapshots
from salaries.topics import TOPICS

app_name = "salaries"

NARROWED = ("role", "source", "month")
FILTERS = tuple(StatedFilter.base_fields)

urlpatterns = [
    path("", public_page(views.index, topics=TOPICS, params=FILTERS), name="index"),
    path("explore/", include("salaries.explorer.urls")),
    path("where-do-i-stand/", include("salaries.standing.urls")),
    path("compare/", public_page(views.compare, topics=TOPICS, params=("role",)), name="compare"),
    path(
        "benchmarks.csv",
        public_page(views.benchmarks_csv, topics=TOPICS, params=FILTERS),
        name="benchmarks-csv",
    ),
    path(
        "benchmarks.json",
        public_page(views.benchmarks_json, topics=TOPICS, params=FILTERS),
        name="benchmarks-json",
    ),
    path(
        "changes/",
        public_page(changes.changes, topics=TOPICS, params=(*NARROWED, "page")),
        name="changes",
    ),
    path(
        "changes/feed/",
        public_page(changes.feed, topics=TOPICS, params=NARROWED),
        name="changes-feed",
    ),
    path(
        "changes.csv",
        public_page(changes.changes_csv, topics=TOPICS, params=NARROWED),
        name="changes-csv",
    ),
    path(
        "changes.json",
        public_page(changes.changes_json, topics=TOPICS, params=NARROWED),
        name="changes-json",
    ),
    path(
        "snapshots/",
        public_page(snapshots.snapshots, topics=("snapshots",), params=("page",)),
        name="snapshots",
    ),
    path(
        "snapshots/<slug:name>.csv",
        public_page(snapshots.snapshot_csv, lasting=True),
        name="snapshot-csv",
    ),
    path(
        "snapshots/<slug:name>.json",
        public_page(snapshots.snapshot_json, lasting=True),
        name="snapshot-json",
    ),
    path("<slug:slug>.csv", public_page(views.benchmarks_csv, topics=TOPICS), name="role-csv"),
    path("<slug:slug>.json", public_page(views.benchmarks_json, topics=TOPICS), name="role-json"),
    path("<slug:slug>/", public_page(views.role, topics=TOPICS), name="role"),
]
