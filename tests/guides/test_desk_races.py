"""Programs that write at the same moment: the database decides who did so on what they saw."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from guides.models import Guide
from tests.factories.accounts import StaffFactory, secret_of
from tests.factories.guides import DraftGuideFactory, SubmittedGuideFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]
AT_ONCE = 6  # the pool of connections holds eight


@pytest.fixture
def send() -> Callable[..., Any]:
    secret = secret_of(StaffFactory(groups=("editor",)))

    def sent(method: str, guide: Guide, step: str, data: Any) -> Any:
        return getattr(Client(), method)(
            f"/api/v1/desk/guides/{guide.pk}/{step}",
            json.dumps(data),
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}", "if-match": '"1"'},
        )

    return sent


def at_once(step: Callable[[int], Any]) -> Counter[int]:
    """How often each status is answered to so many at the same moment."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> int:
        start.wait(timeout=10)
        try:
            return int(step(number).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(run, range(AT_ONCE)))


def test_of_many_saves_upon_one_revision_one_is_stored(send: Callable[..., Any]) -> None:
    guide = DraftGuideFactory()

    found = at_once(lambda number: send("patch", guide, "", {"title": f"Title {number}"}))

    assert found == {200: 1, 412: AT_ONCE - 1}
    assert [revision.number for revision in guide.revisions.all()] == [2, 1]


def test_nothing_is_published_that_its_editor_did_not_see(send: Callable[..., Any]) -> None:
    """Whichever comes first: what is live is the first revision, or nothing is."""
    guide = SubmittedGuideFactory()

    def step(number: int) -> Any:
        if number % 2:
            return send("post", guide, "publish/", {})
        return send("patch", guide, "", {"title": f"Title {number}"})

    found = at_once(step)

    guide.refresh_from_db()
    assert set(found) == {200, 412}
    assert guide.latest_number == 2
    assert guide.live_number in (None, 1)


def test_of_many_returns_one_is_kept(send: Callable[..., Any]) -> None:
    guide = SubmittedGuideFactory()

    found = at_once(lambda _: send("post", guide, "return/", {"reason": "Say more."}))

    assert found == {200: 1, 409: AT_ONCE - 1}
    assert guide.events.count() == 1
