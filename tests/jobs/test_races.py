"""Of many who do the same at once, one wins, and one event is written."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jobs import actions
from jobs.models import CloseReason, Job
from portal.publishing.errors import StaleRevision, WrongState
from tests.factories.jobs import (
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
    hand_over,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

AT_ONCE = 6  # the pool of connections holds eight


def outcomes(step: Callable[[Job], object], job: Job) -> Counter[str]:
    """What becomes of a step that so many people take at the same moment, each from a page of their own."""
    barrier = Barrier(AT_ONCE)

    def take(_: int) -> str:
        try:
            own = Job.objects.get(pk=job.pk)
            barrier.wait(timeout=10)
            step(own)
        except (WrongState, StaleRevision) as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(take, range(AT_ONCE)))


def events(job: Job) -> Counter[str]:
    return Counter(job.events.values_list("kind", flat=True))


def test_one_of_many_approvals_wins():
    job = InReviewJobFactory()

    found = outcomes(lambda own: actions.approve_job(job=own, by=None), job)

    assert found == {"done": 1, "WrongState": AT_ONCE - 1}
    assert events(job)["published"] == 1
    assert list(Job.objects.public()) == [job]


def test_one_of_many_approvals_of_an_edit_wins():
    job = OpenJobFactory()
    hand_over(job, title="Edited")

    found = outcomes(lambda own: actions.approve_job(job=own, by=None), job)

    assert found == {"done": 1, "WrongState": AT_ONCE - 1}
    assert events(job)["published"] == 2


def test_one_of_many_closings_wins():
    job = OpenJobFactory()

    found = outcomes(
        lambda own: actions.close_job(job=own, by=None, reason=CloseReason.FILLED), job
    )

    assert found == {"done": 1, "WrongState": AT_ONCE - 1}
    assert events(job)["closed"] == 1


def test_one_of_many_saves_of_one_revision_wins():
    job = DraftJobFactory()

    found = outcomes(
        lambda own: actions.save_job(job=own, by=None, values=content(title="Mine"), base=1), job
    )

    assert found == {"done": 1, "StaleRevision": AT_ONCE - 1}
    assert job.revisions.count() == 2


def test_closing_and_approving_at_once_leave_one_state():
    job = OpenJobFactory()
    hand_over(job, title="Edited")
    turn = iter(range(AT_ONCE))

    def either(own: Job) -> None:
        if next(turn) % 2:
            actions.close_job(job=own, by=None, reason=CloseReason.FILLED)
        else:
            actions.approve_job(job=own, by=None)

    found = outcomes(either, job)

    assert found["done"] in (1, 2)
    assert events(job)["closed"] == 1
    assert Job.objects.get(pk=job.pk).status == "closed"
