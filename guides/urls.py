from django.urls import path

from guides import views
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
    path("<slug:slug>/", public_page(views.detail, topics=LISTS), name="detail"),
]
