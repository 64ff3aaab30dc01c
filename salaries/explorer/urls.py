"""Addresses below those of the figures; `salaries.urls` takes them in."""

from django.urls import path

from portal.freshness import public_page
from salaries.explorer import views
from salaries.explorer.forms import ExplorerForm
from salaries.topics import TOPICS

PARAMETERS = tuple(ExplorerForm.base_fields)

urlpatterns = [
    path("", public_page(views.page, topics=TOPICS, params=PARAMETERS), name="explore"),
    path(
        "figures.csv",
        public_page(views.data_csv, topics=TOPICS, params=PARAMETERS),
        name="explore-csv",
    ),
    path(
        "figures.json",
        public_page(views.data_json, topics=TOPICS, params=PARAMETERS),
        name="explore-json",
    ),
]
