from django.urls import path

from guides.widgets.poll import views
from portal.cookieless import public_form
from portal.freshness import public_page

urlpatterns = [
    path(
        "<slug:slug>/",
        public_page(
            views.poll,
            topics=("polls", "taxonomy"),
            params=("first", "second", "both", "vote"),
        ),
        name="poll",
    ),
    path(
        "<slug:slug>/vote/",
        public_form(views.vote, name="poll-vote", limit=30, seconds=60),
        name="poll-vote",
    ),
]
