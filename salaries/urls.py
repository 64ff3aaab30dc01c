from django.urls import path

from portal.freshness import public_page
from salaries import views

app_name = "salaries"

TOPICS = ("salaries", "taxonomy")
FILTERS = ("role", "measure", "place", "workplace", "year")

urlpatterns = [
    path("", public_page(views.index, topics=TOPICS, params=FILTERS), name="index"),
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
    path("<slug:slug>.csv", public_page(views.benchmarks_csv, topics=TOPICS), name="role-csv"),
    path("<slug:slug>.json", public_page(views.benchmarks_json, topics=TOPICS), name="role-json"),
    path("<slug:slug>/", public_page(views.role, topics=TOPICS), name="role"),
]
