"""Many at once on one row: one wins, and the others are told. PostgreSQL lets them truly meet.

`RACES=200 pytest tests/portal/publishing/test_races.py` runs each race so many times.
"""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from guides import actions
from guides.models import Guide, GuideContent
from portal.publishing.diff import values_of
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory, SubmittedGuideFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

ROUNDS: Final = int(os.environ.get("RACES", "8"))
REFUSED: Final = (StaleRevision, WrongState, ValidationError)

type Step = Callable[[Guide], Any]


def at_once(*steps: tuple[Step, Guide]) -> list[str]:
    """Take each step in a thread of its own at the same moment, as from a page of its own."""
    start = Barrier(len(steps))

    def run(step: Step, guide: Guide) -> str:
        try:
            own = Guide.objects.get(pk=guide.pk)
            start.wait(timeout=20)
            step(own)
        except REFUSED as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, *zip(*steps, strict=True)))


def saving(title: str, **changed: Any) -> Step:
    def step(guide: Guide) -> None:
        values = values_of(guide.revisions.get(number=1), GuideContent)
        values |= {"title": title, **changed}
        actions.save_guide(guide=guide, values=values, by=None, base=1)

    return step


def restoring(guide: Guide) -> None:
    actions.restore_guide(guide=guide, number=1, by=None, base=1)


def approving(guide: Guide) -> None:
    actions.approve_guide(guide=guide, by=None, seen=1)


def publishing(guide: Guide) -> None:
    actions.publish_guide(guide=guide, by=None, seen=1)


def submitting(guide: Guide) -> None:
    actions.submit_guide(guide=guide, by=None, seen=1)


def returning(guide: Guide) -> None:
    actions.return_guide(guide=guide, by=None, reason="Short.", seen=1)


def archiving(guide: Guide) -> None:
    actions.archive_guide(guide=guide, by=None)


def test_of_many_returns_at_once_one_wins() -> None:
    guide = SubmittedGuideFactory()

    found = at_once(*[(returning, guide)] * 6)

    assert Counter(found) == {"done": 1, "WrongState": 5}
    assert guide.events.count() == 1


def test_of_many_saves_on_one_revision_one_wins() -> None:
    guide = LiveGuideFactory()

    found = at_once(*[(saving("Mine"), guide)] * 6)

    assert Counter(found) == {"done": 1, "StaleRevision": 5}
    assert [row.number for row in guide.revisions.all()] == [2, 1]


@pytest.mark.parametrize("other", [saving("Theirs"), restoring], ids=["save", "restore"])
def test_of_two_who_save_at_once_one_is_told(other: Step) -> None:
    for _ in range(ROUNDS):
        guide = DraftGuideFactory(title="First")

        found = at_once((saving("Mine"), guide), (other, guide))

        assert sorted(found) == ["StaleRevision", "done"]
        titles = {"Mine"} if found[0] == "done" else {"Theirs", "First"}
        latest, first = guide.revisions.all()
        assert latest.title in titles
        assert (latest.number, first.number, first.title) == (2, 1, "First")


@pytest.mark.parametrize(
    ("make", "step", "event"),
    [
        (SubmittedGuideFactory, approving, "approved"),
        (SubmittedGuideFactory, publishing, "published"),
        (SubmittedGuideFactory, returning, "returned"),
        (DraftGuideFactory, submitting, "submitted"),
    ],
    ids=["approve", "publish", "return", "submit"],
)
def test_decision_beside_a_save_is_about_what_was_seen_or_none(
    make: Any, step: Step, event: str
) -> None:
    """The save is never lost; the decision comes first, or its editor is told."""
    for _ in range(ROUNDS):
        guide = make(title="First")
        before = guide.status

        decided, saved = at_once((step, guide), (saving("Mine"), guide))

        assert saved == "done"
        assert decided in ("done", "StaleRevision")
        events = [(row.kind, row.revision) for row in guide.events.all()]
        assert events == ([(event, 1)] if decided == "done" else [])
        guide.refresh_from_db()
        assert (guide.status != before) == (decided == "done" and event != "approved")
        assert [row.title for row in guide.revisions.all()] == ["Mine", "First"]
        assert guide.title == ("First" if guide.status == Status.PUBLISHED else "Mine")
        assert not Guide.objects.approved().filter(pk=guide.pk).exists()


@pytest.mark.parametrize(
    ("step", "told"),
    [(publishing, {"done", "WrongState"}), (saving("Mine"), {"done", "WrongState"})],
    ids=["publish", "save"],
)
def test_nothing_comes_of_a_step_beside_the_archive_but_one_of_both(
    step: Step, told: set[str]
) -> None:
    for _ in range(ROUNDS):
        guide = DraftGuideFactory()

        archived, other = at_once((archiving, guide), (step, guide))

        guide.refresh_from_db()
        assert {archived, other} <= told
        assert guide.is_archived == (archived == "done")
        assert not (guide.is_archived and guide.status == Status.PUBLISHED)
        assert guide.latest_number == 1 + (other == "done" and step is not publishing)


def test_of_two_guides_that_take_one_address_at_once_one_gets_it() -> None:
    for turn in range(ROUNDS):
        one, two = DraftGuideFactory(), DraftGuideFactory()
        slug = f"wanted-{turn}"

        found = at_once((saving("One", slug=slug), one), (saving("Two", slug=slug), two))

        assert sorted(found) == ["ValidationError", "done"]
        assert Guide.objects.filter(slug=slug).count() == 1
