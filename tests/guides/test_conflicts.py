"""Two people edited one guide: both texts are shown, and a choice for each field saves on top."""

import re
from typing import Any

import pytest
from django.test import Client

from guides import actions
from guides.conflicts import clashes
from guides.forms import STALE
from guides.models import Guide, GuideContent
from portal.publishing.diff import values_of
from tests.factories.accounts import StaffFactory
from tests.factories.guides import DraftGuideFactory, TopicFactory
from tests.factories.taxonomy import RoleFactory
from tests.guides.test_admin import drawn, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return signed_in("editor")


@pytest.fixture
def guide() -> Guide:
    guide: Guide = DraftGuideFactory(
        title="As it was", body="## Pay\n\nIt pays well.", standfirst="What it is and what it pays."
    )
    return guide


def save_theirs(guide: Guide, **given: Any) -> None:
    """What somebody else saves meanwhile."""
    guide.refresh_from_db()
    latest = guide.revisions.get(number=guide.latest_number)
    values = values_of(latest, GuideContent) | given
    by = StaffFactory(email=f"other{guide.latest_number}@example.org")
    actions.save_guide(guide=guide, values=values, by=by, base=guide.latest_number)


def send(client: Client, guide: Guide, data: dict[str, Any]) -> Any:
    return client.post(page_of(guide), data | {"_continue": "1"})


def latest(guide: Guide) -> tuple[int, str, str]:
    row = guide.revisions.latest("number")
    return row.number, row.title, row.body.replace("\r\n", "\n")


def choices(html: str) -> dict[str, str]:
    """What is chosen for each field that differs."""
    return dict(re.findall(r'name="_choose_(\w+)" value="(\w+)" checked', html))


def test_stale_save_shows_both_texts_with_what_differs_marked(client: Client, guide: Guide) -> None:
    opened = drawn(client, guide)
    save_theirs(guide, title="As they want it", standfirst="What it pays, and to whom.")

    answer = send(client, guide, opened | {"title": "As I want it", "body": "## Pay\n\nIt pays."})

    html = answer.content.decode()
    assert answer.context["adminform"].form.non_field_errors() == [STALE]
    assert f"Saved meanwhile: revision 2 by {guide.revisions.get(number=2).created_by}" in html
    assert "As <mark>they</mark> want it" in html
    assert "As <mark>I</mark> want it" in html
    assert choices(html) == {"title": "mine", "standfirst": "theirs", "body": "mine"}
    assert re.findall(r"<p>((?:Both|Only)[^<]+)</p>", html) == [
        "Both of you changed it.",
        "Only they changed it.",
        "Only you changed it.",
    ]
    assert latest(guide) == (2, "As they want it", "## Pay\n\nIt pays well.")


def test_choice_for_each_field_saves_on_top_of_theirs(client: Client, guide: Guide) -> None:
    opened = drawn(client, guide)
    topic, role = TopicFactory(slug="work"), RoleFactory(slug="ml-engineer")
    save_theirs(guide, title="Theirs", body="Their body.", topic=topic, roles=[role])
    mine = opened | {"title": "Mine", "body": "My body."}
    send(client, guide, mine)

    chosen = {"title": "theirs", "body": "mine", "topic": "theirs", "roles": "theirs"}
    marks = {f"_choose_{name}": choice for name, choice in chosen.items()}
    send(client, guide, mine | {"_onto": "2"} | marks)

    assert latest(guide) == (3, "Theirs", "My body.")
    saved = guide.revisions.latest("number")
    assert (saved.topic, list(saved.roles.all())) == (topic, [role])
    assert guide.revisions.count() == 3


def test_third_save_meanwhile_is_a_conflict_again(client: Client, guide: Guide) -> None:
    opened = drawn(client, guide)
    save_theirs(guide, title="Theirs")
    save_theirs(guide, title="Theirs again")

    answer = send(client, guide, opened | {"title": "Mine", "_onto": "2", "_choose_title": "mine"})

    html = answer.content.decode()
    assert 'name="_onto" value="3"' in html
    assert choices(html) == {"title": "mine"}
    assert latest(guide)[:2] == (3, "Theirs again")


def test_same_text_from_both_needs_no_choice(client: Client, guide: Guide) -> None:
    opened = drawn(client, guide)
    save_theirs(guide, title="The same")

    answer = send(client, guide, opened | {"title": "The same"})

    assert "They wrote the same as you." in answer.content.decode()


def test_unsaved_text_on_an_old_revision_comes_back_as_a_conflict(
    client: Client, guide: Guide
) -> None:
    typed = drawn(client, guide) | {"title": "Mine"}
    client.post("/admin/guides/guide/unsaved/", typed | {"_guide": guide.pk})
    save_theirs(guide, title="Theirs")

    page = client.get(f"{page_of(guide)}?_unsaved=show")
    form = page.context["adminform"].form

    assert (form["title"].value(), form["base"].value()) == ("Mine", "1")
    assert "Saved meanwhile: revision 2" in page.content.decode()
    assert choices(page.content.decode()) == {"title": "mine"}
    send(client, guide, typed)
    assert latest(guide)[:2] == (2, "Theirs")


@pytest.mark.parametrize("onto", ["", "0", "99", "9" * 18, "abc", "-1"])
def test_saving_onto_no_revision_stays_a_conflict(client: Client, guide: Guide, onto: str) -> None:
    opened = drawn(client, guide)
    save_theirs(guide, title="Theirs")

    send(client, guide, opened | {"title": "Mine", "_onto": onto, "_choose_title": "theirs"})

    assert latest(guide)[:2] == (2, "Theirs")


def test_what_could_not_be_read_is_no_difference(guide: Guide) -> None:
    save_theirs(guide, title="Theirs")
    theirs, base = guide.revisions.get(number=2), guide.revisions.get(number=1)

    found = clashes(theirs, base, {"title": "<b>Mine</b>"})

    assert [(clash.name, clash.stretches[0].mine) for clash in found] == [
        ("title", "<mark>&lt;b&gt;Mine&lt;/b&gt;</mark>")
    ]
