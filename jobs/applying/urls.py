"""Addresses below that of a listing; `jobs.urls` takes them in."""

from django.urls import path

from jobs.applying import views
from portal.cookieless import public_form
from portal.freshness import public_page

TOPICS = ("taxonomy",)  # besides the listing's own, which the views add
LARGEST = 64 * 1024  # bytes: the longest message, in letters that take nine bytes each

urlpatterns = [
    path("<slug:slug>/apply/", views.apply, name="apply"),
    path(
        "<slug:slug>/apply/letter/",
        public_page(views.letter, topics=TOPICS),
        name="letter",
    ),
    path(
        "<slug:slug>/apply/letter/send/",
        public_form(views.send, name="job-letter", limit=10, seconds=3600, largest=LARGEST),
        name="letter-send",
    ),
    path(
        "<slug:slug>/apply/letter/sent/",
        public_page(views.sent, topics=TOPICS),
        name="letter-sent",
    ),
]
