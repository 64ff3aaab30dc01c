"""Links that show a draft to somebody signed out."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guides import actions
from guides.models import Guide, GuideContent
from guides.previews import link_to
from portal.publishing.diff import values_of
from tests.factories.accounts import StaffFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory

pytestmark = pytest.mark.django_db


def save(guide: Guide, **changed: Any) -> None:
    values = values_of(guide.revisions.latest("number"), GuideContent) | changed
    base = Guide.objects.get(pk=guide.pk).latest_number
    actions.save_guide(guide=guide, values=values, by=None, base=base)


def path_of(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def headline(answer: Any) -> str:
    return str(answer.content.decode().partition("<h1>")[2].partition("</h1>")[0])


def test_link_shows_a_draft_to_somebody_signed_out(client: Client) -> None:
    guide = DraftGuideFactory(title="A draft", body="## Part\n\nIts text.")

    answer = client.get(path_of(link_to(guide)[0]))

    html = answer.content.decode()
    assert (answer.status_code, headline(answer)) == (200, "A draft")
    assert "Its text." in html
    assert '<meta name="robots" content="noindex">' in html
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_link_to_a_revision_keeps_to_it_and_one_to_the_latest_goes_on(client: Client) -> None:
    guide = LiveGuideFactory(title="First")
    pinned, latest = (path_of(link_to(guide, number)[0]) for number in (1, None))

    save(guide, title="Second")

    assert [headline(client.get(path)) for path in (pinned, latest)] == ["First", "Second"]


def test_link_expires_after_a_week_and_says_so(client: Client, time_machine: Any) -> None:
    made = datetime(2026, 11, 28, 9, 30, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(made, tick=False)
    address, until = link_to(DraftGuideFactory(title="A draft"))
    in_time, late = made + timedelta(days=7), made + timedelta(days=7, seconds=1)

    answers = []
    for moment in (in_time, late):
        time_machine.move_to(moment, tick=False)
        answers.append(client.get(path_of(address)))

    assert until == in_time
    assert "December 5, 2026</time>, 09:30 UTC." in answers[0].content.decode()
    assert (answers[1].status_code, headline(answers[1])) == (410, "The link has expired")
    assert "A draft" not in answers[1].content.decode()


def test_link_ends_when_the_guide_is_deleted_or_put_away(client: Client) -> None:
    deleted, archived = DraftGuideFactory(), DraftGuideFactory()
    paths = [path_of(link_to(guide)[0]) for guide in (deleted, archived)]
    assert [client.get(path).status_code for path in paths] == [200, 200]

    deleted.delete()
    actions.archive_guide(guide=archived, by=None)

    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert {headline(answer) for answer in answers} == {"Nothing to preview here"}


def test_link_that_was_tampered_with_shows_nothing(client: Client) -> None:
    guide, other = DraftGuideFactory(), DraftGuideFactory()
    token = path_of(link_to(guide)[0]).split("/")[-2]
    payload, stamp, signature = token.split(":")
    theirs = signing.dumps([other.pk, None], salt="guides.preview").split(":")[0]
    elsewhere = signing.dumps([guide.pk, None], salt="another")
    tokens = [f"{theirs}:{stamp}:{signature}", f"{payload}:zzzzzz:{signature}", token[:-1]]

    for tampered in (*tokens, elsewhere, "x", "::", "%F0%9F%98%80", "a" * 5_000):
        answer = client.get(f"/guides/preview/{tampered}/")

        assert (answer.status_code, headline(answer)) == (404, "Nothing to preview here")


def test_stranger_reads_no_remarks_for_authors(client: Client) -> None:
    guide = DraftGuideFactory(body="# A first-level heading\n\nText.")
    staff = Client()
    staff.force_login(StaffFactory(groups=("author",)))

    at_desk = staff.get(reverse("admin:guides_guide_draft", args=[guide.pk])).content.decode()
    by_link = client.get(path_of(link_to(guide)[0])).content.decode()

    assert "Error: Line 1" in at_desk
    assert "Error: Line 1" not in by_link


def test_author_makes_a_link_on_the_desk(client: Client) -> None:
    guide = LiveGuideFactory(title="First")
    save(guide, title="Second")
    staff = Client()
    staff.force_login(StaffFactory(groups=("author",)))
    page = reverse("admin:guides_guide_share", args=[guide.pk])

    links = [staff.get(page, {"revision": number}).context["address"] for number in ("", "1")]
    wrong = staff.get(page, {"revision": "9" * 30})

    assert [headline(client.get(path_of(link))) for link in links] == ["Second", "First"]
    assert wrong.status_code == 400
    assert "address" not in wrong.context
