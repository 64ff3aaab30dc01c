from django.urls import path

from guides.widgets.roadmap import views
from guides.widgets.roadmap.cards import TOPICS
from portal.freshness import public_page

urlpatterns = [
    path(
        "roadmaps/<slug:slug>/",
        public_page(views.roadmap, topics=TOPICS, params=("goal", "know")),
        name="roadmap",
    ),
]
