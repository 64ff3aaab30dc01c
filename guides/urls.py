from django.urls import include, path

from guides import views
from guides.widgets.roadmap.urls import urlpatterns as roadmaps
from guides.widgets.simulation.urls import urlpatterns as simulations
from guides.widgets.views import TOPICS, to_try
from portal.freshness import public_page

app_name = "guides"

LISTS = ("guides", "taxonomy")

urlpatterns = [
    path("", public_page(views.guide_list, topics=LISTS, params=("page",)), name="list"),
    path("feed/", public_page(views.feed, topics=LISTS), name="feed"),
    path(
        "topics/<slug:slug>/",
        public_page(views.topic, topics=LISTS, params=("page",)),
        name="topic",
    ),
    path(
        "topics/<slug:slug>/feed/", public_page(views.topic_feed, topics=LISTS), name="topic-feed"
    ),
    path(
        "roles/<slug:slug>/", public_page(views.role, topics=LISTS, params=("page",)), name="role"
    ),
    path("roles/<slug:slug>/feed/", public_page(views.role_feed, topics=LISTS), name="role-feed"),
    path(
        "authors/<slug:slug>/",
        public_page(views.author, topics=LISTS, params=("page",)),
        name="author",
    ),
    path(
        "authors/<slug:slug>/feed/",
        public_page(views.author_feed, topics=LISTS),
        name="author-feed",
    ),
    path("preview/<str:token>/", views.preview, name="preview"),
    path(
        "<slug:slug>/figures/<slug:name>.csv",
        public_page(views.figures, topics=("guides",), lasting=True),
        name="figures",
    ),
    path("try/", public_page(to_try, topics=TOPICS), name="try"),
    path("polls/", include("guides.widgets.poll.urls")),
    *simulations,
    *roadmaps,
    path(
        "<slug:slug>/card-<slug:digest>.png",
        public_page(views.card, lasting=True),
        name="card",
    ),
    path("<slug:slug>/", public_page(views.detail, topics=LISTS), name="detail"),
]
