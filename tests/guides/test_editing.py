"""The editing screen: what it says while somebody writes."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.publishing.models import Status
from tests.factories.accounts import StaffFactory
from tests.factories.guides import AuthorFactory, DraftGuideFactory, LiveGuideFactory, TopicFactory

pytestmark = pytest.mark.django_db

CHECK = "/admin/guides/guide/check/"


@pytest.fixture
def author() -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=("author",)))
    return client


def typed(**given: Any) -> dict[str, Any]:
    return {
        "title": "What it pays",
        "slug": "what-it-pays",
        "standfirst": "What the two roles do all day, and what each of them is paid for it.",
        "body": "## Pay\n\nWell.",
        "topic": TopicFactory().pk,
        "author": AuthorFactory().pk,
    } | given


def listed(html: str) -> list[tuple[str, str, str]]:
    """Field, line and words of each problem."""
    rows = re.findall(r'data-field="(\w+)" data-line="(\d+)">([^<]+)</a>: ([^<]+)</li>', html)
    return [(field, line, f"{place}: {message}") for field, line, place, message in rows]


def test_what_stands_against_publishing_is_told_while_one_writes(author: Client) -> None:
    given = typed(
        title="", tldr="One.\n[x](#nowhere)", body="## Pay\n\n#### Deep", seo_title="x" * 70
    )

    html = author.post(CHECK, given).content.decode()

    assert [(field, line) for field, line, _ in listed(html)] == [
        ("title", "0"),
        ("tldr", "2"),
        ("body", "3"),
        ("seo_title", "0"),
        ("review_by", "0"),
        ("roles", "0"),
    ]
    assert listed(html)[2][2] == "Body, line 3: A level is skipped: h4 follows h2."
    assert "4 things to mend before publishing, 2 that could be better." in html


def test_words_and_minutes_are_those_that_readers_see(author: Client) -> None:
    guide = LiveGuideFactory(body="## Pay\n\n" + "Well. " * 500 + "\n\n{{ open-jobs show=list }}")
    given = typed(body=guide.body, tldr=guide.tldr)

    html = author.post(CHECK, given).content.decode()

    assert f"{guide.words} words, {guide.minutes} minutes to read" in html


def test_checking_a_guide_that_is_there_is_no_save_and_no_conflict(author: Client) -> None:
    guide = DraftGuideFactory()
    given = typed(slug=guide.slug, base="0", _guide=str(guide.pk), review_by="")

    html = author.post(CHECK, given).content.decode()

    guide.refresh_from_db()
    assert (guide.status, guide.latest_number) == (Status.DRAFT, 1)
    assert [field for field, _, _ in listed(html)] == ["review_by", "roles"]


def test_slug_of_another_guide_stands_against_publishing(author: Client) -> None:
    other = DraftGuideFactory()

    html = author.post(CHECK, typed(slug=other.slug)).content.decode()

    assert ("slug", "0", "Slug: Guide with this Slug already exists.") in listed(html)


def test_form_opens_with_the_checks_of_the_latest_revision(author: Client) -> None:
    guide = DraftGuideFactory(body="## Pay\n\n[x](/nowhere/at/all/)")

    html = author.get(f"/admin/guides/guide/{guide.pk}/change/").content.decode()

    assert (
        "body",
        "3",
        "Body, line 3: The link “/nowhere/at/all/” leads nowhere: there is no such page.",
    ) in listed(html)


def test_refused_form_comes_back_with_the_checks_of_what_was_typed(author: Client) -> None:
    html = author.post("/admin/guides/guide/add/", typed(title="", body="# Top")).content.decode()

    assert ("title", "0", "Title: This field is required.") in listed(html)
    assert [line for field, line, _ in listed(html) if field == "body"] == ["1"]


def test_preview_beside_the_text_has_no_notice_of_its_own(author: Client) -> None:
    address = "/admin/guides/guide/preview/"

    alone = author.post(address, typed()).content.decode()
    beside = author.post(address, typed(_beside="1")).content.decode()

    notice = "A preview: readers don’t see this."
    assert (notice in alone, notice in beside) == (True, False)
    assert "<p>Well.</p>" in beside


def test_who_may_only_look_sees_no_checks() -> None:
    client, guide = Client(), DraftGuideFactory()
    person = StaffFactory()
    client.force_login(person)
    person.user_permissions.add(Permission.objects.get(codename="view_guide"))

    html = client.get(f"/admin/guides/guide/{guide.pk}/change/").content.decode()

    assert guide.title in html
    assert "data-checks" not in html
