"""Many at once on one row: one wins. PostgreSQL lets them truly meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from guides import actions
from portal.publishing.errors import StaleRevision, WrongState
from tests.factories.guides import LiveGuideFactory, SubmittedGuideFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]


def at_once(times: int, step: Callable[[], Any]) -> list[type[Exception] | None]:
    """Run the step in as many threads at the same moment; what each raised."""
    start = Barrier(times)

    def run(_: int) -> type[Exception] | None:
        start.wait()
        try:
            step()
        except (StaleRevision, WrongState) as error:
            return type(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_of_many_returns_at_once_one_wins() -> None:
    guide = SubmittedGuideFactory()

    raised = at_once(
        6, lambda: actions.return_guide(guide=type(guide).objects.get(), by=None, reason="Short.")
    )

    assert sorted(raised, key=str) == sorted([None, *[WrongState] * 5], key=str)
    assert guide.events.count() == 1


def test_of_many_saves_on_one_revision_one_wins() -> None:
    guide = LiveGuideFactory()
    names: tuple[str, ...] = (
        "slug",
        "standfirst",
        "tldr",
        "body",
        "cover",
        "cover_alt",
        "seo_title",
    )
    names += ("seo_description", "reviewed_at", "review_by", "topic", "author", "reviewer")
    values = {name: getattr(guide, name) for name in names} | {"title": "Mine", "roles": []}

    raised = at_once(
        6,
        lambda: actions.save_guide(guide=type(guide).objects.get(), values=values, by=None, base=1),
    )

    assert sorted(raised, key=str) == sorted([None, *[StaleRevision] * 5], key=str)
    assert [row.number for row in guide.revisions.all()] == [2, 1]
