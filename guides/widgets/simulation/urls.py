"""Addresses beside those of guides; `guides.urls` takes them in."""

from django.urls import path

from guides.widgets.simulation import views
from guides.widgets.simulation.forms import PARAMETERS
from guides.widgets.simulation.topics import TOPICS
from portal.freshness import public_page

urlpatterns = [
    path(
        "simulations/<slug:slug>/",
        public_page(views.simulation, topics=TOPICS, params=PARAMETERS),
        name="simulation",
    ),
    path(
        "simulations/<slug:slug>/method/",
        public_page(views.method, topics=TOPICS),
        name="simulation-method",
    ),
]
