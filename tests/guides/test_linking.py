"""The links of public guides: which there are, where they lead, and who hears of it."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from guides import actions
from guides.linking import ask_again, find_links, outside_due, record_links, write_outcome
from guides.models import Guide, GuideLink
from guides.rendering import render_guide
from portal.outside_links import Outcome
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    AuthorFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/guides/guidelink/"
AWAY = "https://elsewhere.example/page"
BODY = f"## Part\n\nSee [salaries](/salaries/).\n\nSee [there]({AWAY}) and [gone](/salaries/no-such-role/)."


def signed_in(*groups: str, **given: Any) -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=groups, **given))
    return client


def rows(guide: Guide) -> list[tuple[int, str, str]]:
    return [(row.line, row.address, row.state) for row in guide.links.all()]


def linked(**given: Any) -> Guide:
    guide = LiveGuideFactory(body=BODY, **given)
    find_links(guide)
    return guide


def test_publishing_remembers_each_link_with_its_line(
    django_capture_on_commit_callbacks: Any,
) -> None:
    guide = DraftGuideFactory(
        tldr="It pays.\nSee [roles](/roles/).",
        body=f"## Part\n\nSee [salaries](/salaries/).\n\nSee [there]({AWAY}) or [write](mailto:a@b.example) "
        "or [up](#h-part).",
    )

    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_guide(guide=guide, by=None)

    assert [
        (row.field, *place) for row, place in zip(guide.links.all(), rows(guide), strict=True)
    ] == [
        ("tldr", 2, "/roles/", "alive"),
        ("body", 3, "/salaries/", "alive"),
        ("body", 5, AWAY, "unchecked"),
    ]


def test_link_that_stays_keeps_what_is_known_of_it_wherever_it_moves() -> None:
    guide = linked()
    write_outcome(AWAY, Outcome("gone", 404, "There is no such page."))
    guide.body = f"## Part\n\nSee [there]({AWAY})."

    record_links(guide=guide, links=render_guide(guide).links)

    assert rows(guide) == [(3, AWAY, "gone")]


def test_answer_counts_for_every_guide_that_leads_there() -> None:
    guides = [linked(), linked()]

    write_outcome(AWAY, Outcome("moved", 200, "https://elsewhere.example/new"))

    found = GuideLink.objects.filter(address=AWAY).values_list("guide", "state", "detail", "status")
    assert sorted(found) == [
        (guide.pk, "moved", "https://elsewhere.example/new", 200) for guide in guides
    ]


def test_command_looks_at_public_guides_and_never_into_the_house() -> None:
    guide = LiveGuideFactory(
        body=f"{BODY}\n\n[Inner](http://127.0.0.1:9/).".replace(AWAY, "/roles/")
    )
    hidden = DraftGuideFactory(body=BODY)
    out = StringIO()

    call_command("check_links", stdout=out)

    assert out.getvalue().strip() == "Guides: 1. Links: 4; asked elsewhere: 1; broken: 1."
    assert rows(hidden) == []
    assert rows(guide) == [
        (3, "/salaries/", "unchecked"),
        (5, "/roles/", "unchecked"),
        (5, "/salaries/no-such-role/", "unchecked"),
        (7, "http://127.0.0.1:9/", "refused"),
    ]


@pytest.mark.django_db(transaction=True)
def test_command_asks_own_pages_at_once() -> None:
    guide = LiveGuideFactory(body=BODY.replace(AWAY, "/roles/"))

    call_command("check_links", stdout=StringIO())

    assert rows(guide) == [
        (3, "/salaries/", "alive"),
        (5, "/roles/", "alive"),
        (5, "/salaries/no-such-role/", "gone"),
    ]


@pytest.mark.parametrize("days", ["-1", "366", "x"])
def test_command_refuses_days_that_are_none(days: str) -> None:
    with pytest.raises(Exception, match="invalid"):
        call_command("check_links", "--days", days)


def test_page_that_answered_is_asked_again_after_its_days(time_machine: Any) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    linked()
    write_outcome(AWAY, Outcome("alive", 200))

    due = [outside_due(now - timedelta(days=1)), outside_due(now + timedelta(seconds=1))]

    assert due == [[], [AWAY]]
    assert outside_due(None) == [AWAY]


def test_looking_again_asks_own_pages_and_puts_others_in_front() -> None:
    guide = linked()
    write_outcome(AWAY, Outcome("unreachable", 503, "It is out of order."))

    counts = ask_again(guide.links.select_related("guide"))

    assert counts == (2, 1)
    assert [(line, state) for line, _, state in rows(guide)] == [
        (3, "alive"),
        (5, "unreachable"),
        (5, "gone"),
    ]
    assert guide.links.get(address=AWAY).checked_at is None


def listed(client: Client, query: str = "") -> list[tuple[str, int]]:
    answer = client.get(f"{LIST}{query}")
    return [(link.guide.title, link.line) for link in answer.context["cl"].result_list]


def broken(**given: Any) -> Guide:
    guide = linked(**given)
    ask_again(guide.links.select_related("guide"))
    return guide


def test_list_shows_broken_links_by_guide_and_line() -> None:
    broken(title="B"), broken(title="A")
    client = signed_in("editor")

    assert listed(client) == [("A", 5), ("B", 5)]
    assert listed(client, "?standing=alive") == [("A", 3), ("B", 3)]
    assert len(listed(client, "?standing=all")) == 6


def test_author_sees_those_of_their_own_guides() -> None:
    writer = StaffFactory(groups=("author",))
    broken(title="Mine", author=AuthorFactory(slug="me", user=writer)), broken(title="Theirs")
    client = Client()
    client.force_login(writer)

    waiting = {queue.title: queue.count for queue in client.get("/admin/").context["waiting"]}

    assert listed(client) == [("Mine", 5)]
    assert waiting["Broken links in guides"] == 1


def test_guides_that_readers_do_not_see_are_left_out() -> None:
    guide = EndedGuideFactory(body=BODY)
    find_links(guide)
    ask_again(guide.links.select_related("guide"))

    client = signed_in("editor")

    assert GuideLink.objects.filter(state="gone").exists()
    assert listed(client) == []


def test_editor_looks_again_from_the_list() -> None:
    guide = linked()
    keys = list(guide.links.values_list("pk", flat=True))
    data = {"action": "check_again", "_selected_action": keys}

    answer = signed_in("editor").post(f"{LIST}?standing=all", data, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Looked again at 2 within the site.",
        "1 on other sites are asked again by the next “check_links”.",
    ]


def test_list_costs_the_same_with_one_link_and_with_30(django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        broken()
    client = signed_in("editor")

    with django_assert_max_num_queries(14):
        client.get(LIST)
