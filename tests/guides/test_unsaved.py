"""What people type is kept before they save it, for them alone."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from guides.models import Guide, UnsavedText
from guides.unsaved import KEPT, LONGEST
from portal.accounts.models import User
from portal.upkeep import run
from tests.factories.accounts import StaffFactory
from tests.factories.guides import AuthorFactory, DraftGuideFactory, TopicFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/guides/guide/"
KEEP = f"{LIST}unsaved/"
ADD = f"{LIST}add/"


@pytest.fixture
def writer() -> User:
    person: User = StaffFactory(groups=("author",))
    return person


@pytest.fixture
def client(writer: User) -> Client:
    client = Client()
    client.force_login(writer)
    return client


def page_of(guide: Guide) -> str:
    return f"{LIST}{guide.pk}/change/"


def typed(**given: Any) -> dict[str, Any]:
    return {
        "title": "What it pays",
        "slug": "what-it-pays",
        "standfirst": "The figures, and what is behind them.",
        "body": "## Pay\n\nWell.",
        "topic": TopicFactory().pk,
        "author": AuthorFactory().pk,
        "base": "1",
    } | given


def kept() -> list[tuple[str, str, int]]:
    """Whose, what title, which version."""
    rows = UnsavedText.objects.order_by("pk").select_related("by")
    return [(str(row.by.email), row.data.get("title", ""), row.version) for row in rows]


def shown(client: Client, address: str) -> Any:
    """The form as it comes up with the unsaved text in it."""
    return client.get(f"{address}?_unsaved=show").context["adminform"].form


def test_typed_text_is_kept_without_a_revision(
    client: Client, writer: User, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 24, 12, 3, tzinfo=UTC), tick=False)
    guide = DraftGuideFactory()

    first = client.post(KEEP, typed(_guide=guide.pk, title="On", _seen="0"))
    second = client.post(KEEP, typed(_guide=guide.pk, title="Onward", _seen="1"))

    guide.refresh_from_db()
    assert [answer.json() for answer in (first, second)] == [
        {"version": 1, "at": "12:03"},
        {"version": 2, "at": "12:03"},
    ]
    assert kept() == [(writer.email, "Onward", 2)]
    assert guide.latest_number == 1


def test_form_says_that_there_is_unsaved_text_and_brings_it_back(client: Client) -> None:
    guide = DraftGuideFactory(title="As saved")
    client.post(KEEP, typed(_guide=guide.pk, title="", body="  As typed\n", roles=["7"]))

    before = client.get(page_of(guide))
    form = shown(client, page_of(guide))

    assert "You have unsaved text from" in before.content.decode()
    assert before.context["adminform"].form["title"].value() == "As saved"
    assert (form["title"].value(), form["body"].value()) == ("", "  As typed\n")
    assert not form.errors


def test_text_of_a_guide_that_is_still_to_be_created_is_kept(client: Client) -> None:
    client.post(KEEP, typed(title="New"))

    assert "You have unsaved text from" in client.get(ADD).content.decode()
    assert shown(client, ADD)["title"].value() == "New"


def test_saving_removes_what_was_kept(client: Client) -> None:
    guide, other = DraftGuideFactory(), DraftGuideFactory()
    client.post(KEEP, typed(_guide=guide.pk)), client.post(KEEP, typed(_guide=other.pk))
    client.post(KEEP, typed(title="New"))

    client.post(page_of(guide), typed(slug=guide.slug, _continue="1"))
    client.post(ADD, typed(slug="new", base="", _continue="1"))

    guide.refresh_from_db()
    assert guide.latest_number == 2
    assert list(UnsavedText.objects.values_list("guide", flat=True)) == [other.pk]


def test_refused_save_keeps_what_was_kept_and_goes_on_from_there(client: Client) -> None:
    guide = DraftGuideFactory()
    client.post(KEEP, typed(_guide=guide.pk))

    answer = client.post(page_of(guide), typed(title="", _seen="1", _continue="1"))

    html = answer.content.decode()
    assert "You have unsaved text" not in html
    assert '<input type="hidden" name="_seen" value="1">' in html
    assert len(kept()) == 1


def test_discarded_text_is_gone(client: Client) -> None:
    guide = DraftGuideFactory()
    client.post(KEEP, typed(_guide=guide.pk))

    answer = client.post(KEEP, {"_guide": guide.pk, "_discard": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(guide))
    assert kept() == []


def test_text_from_before_is_not_written_over(client: Client, writer: User) -> None:
    guide = DraftGuideFactory()
    client.post(KEEP, typed(_guide=guide.pk, title="Before"))

    answer = client.post(KEEP, typed(_guide=guide.pk, title="After", _seen="0"))

    assert answer.status_code == 409
    assert answer.json()["message"].startswith("There is other unsaved text of yours")
    assert kept() == [(writer.email, "Before", 1)]


def test_nobody_sees_what_others_typed(client: Client, writer: User) -> None:
    guide = DraftGuideFactory(title="As saved")
    other = StaffFactory(groups=("editor",))
    theirs = Client()
    theirs.force_login(other)
    client.post(KEEP, typed(_guide=guide.pk, title="Mine"))

    page = theirs.get(f"{page_of(guide)}?_unsaved=show")
    theirs.post(KEEP, typed(_guide=guide.pk, title="Theirs"))
    theirs.post(KEEP, {"_guide": guide.pk, "_discard": "1"})

    assert page.context["adminform"].form["title"].value() == "As saved"
    assert "nsaved text from" not in page.content.decode()
    assert kept() == [(writer.email, "Mine", 1)]


def test_too_much_is_not_kept(client: Client) -> None:
    answer = client.post(KEEP, typed(body="x" * LONGEST))

    assert answer.status_code == 409
    assert answer.json() == {"message": "This is too much to keep unsaved. Save it in parts."}
    assert kept() == []


@pytest.mark.parametrize("guide", ["0", "9" * 30, "abc", "-1"])
def test_text_for_no_guide_is_refused(client: Client, guide: str) -> None:
    answer = client.post(KEEP, typed(_guide=guide))

    assert answer.status_code == 404
    assert kept() == []


def test_nul_is_refused_at_the_door(client: Client) -> None:
    assert client.post(KEEP, typed(body="a\0b")).status_code == 400
    assert kept() == []


def test_odd_text_comes_back_as_it_is(client: Client) -> None:
    odd = {"topic": "9" * 18, "roles": ["7", "9" * 18], "publish_at_0": "never"}
    odd |= {"base": "many", "reviewed_at": "99999-01-01", "title": "😀 “x” <b>", "unknown": "1"}
    client.post(KEEP, odd)

    page = client.get(f"{ADD}?_unsaved=show")

    assert page.status_code == 200
    assert page.context["adminform"].form["title"].value() == "😀 “x” <b>"


def test_key_that_is_none_is_refused(client: Client) -> None:
    answers = [client.post(KEEP, {name: "abc"}) for name in ("topic", "author", "roles")]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert kept() == []


def test_marks_and_tokens_are_not_kept() -> None:
    data = QueryDict("title=a&title=b&_guide=1&_seen=2&csrfmiddlewaretoken=x")

    assert json.loads(UnsavedText.written(data)) == {"title": ["a", "b"]}


def test_text_is_dropped_when_nobody_came_back_to_it(
    client: Client, writer: User, time_machine: Any
) -> None:
    left, taken_up = DraftGuideFactory(), DraftGuideFactory()
    time_machine.move_to(datetime(2026, 8, 1, tzinfo=UTC), tick=False)
    for guide in (left, taken_up):
        client.post(KEEP, typed(_guide=guide.pk, title="Left", _seen="0"))
    time_machine.shift(KEPT)
    client.post(KEEP, typed(_guide=taken_up.pk, title="Taken up", _seen="1"))
    early = list(run())
    time_machine.shift(timedelta(seconds=1))

    late = list(run())

    assert "Unsaved texts dropped: 0." in early
    assert "Unsaved texts dropped: 1." in late
    assert kept() == [(writer.email, "Taken up", 2)]
