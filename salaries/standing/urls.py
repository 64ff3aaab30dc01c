"""Addresses below those of the figures; `salaries.urls` takes them in."""

from django.urls import path

from portal.cookieless import public_form
from portal.freshness import public_page
from salaries.standing import views
from salaries.standing.forms import LINKED
from salaries.topics import TOPICS

urlpatterns = [
    path("", public_page(views.page, topics=TOPICS, params=LINKED), name="stand"),
    path(
        "answer/",
        public_form(views.answer, name="where-do-i-stand", limit=30, seconds=60),
        name="stand-answer",
    ),
]
