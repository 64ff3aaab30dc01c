"""Sixty-four moderators at once: one approval, one row of the log, one letter, one word to programs.

`APPROVALS` sets the number of rounds; in each the 64 start at the same moment, every one on a connection
of its own.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from jobs import actions, events
from jobs.events import Happened
from jobs.models import Job
from portal.mail.models import Mail
from portal.publishing.errors import WrongState
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import InReviewJobFactory, MembershipFactory, OpenJobFactory, hand_over

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

AT_ONCE = 64
ROUNDS = int(os.environ.get("APPROVALS", "2"))


@pytest.fixture
def a_connection_for_each() -> Iterator[None]:
    database: Any = connection
    options = connection.settings_dict["OPTIONS"]
    usual = {name: options[name] for name in ("pool",) if name in options}
    database.close()
    database.close_pool()
    options["pool"] = {"min_size": 1, "max_size": AT_ONCE + 1, "timeout": 60}
    yield
    database.close()
    database.close_pool()
    del options["pool"]
    options.update(usual)


def test_one_of_sixty_four_approvals_counts(a_connection_for_each: None) -> None:
    told: list[tuple[int, str]] = []

    def note(job: Job, kind: Happened) -> None:
        transaction.on_commit(lambda: told.append((job.pk, str(kind))))

    events.listen(note)
    member, moderator = MembershipFactory(role="owner"), StaffFactory(groups=("moderator",))
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for turn in range(ROUNDS):
                job: Any = InReviewJobFactory(company=member.company, by=member.user)
                if turn % 2:  # every other round an edit of a live listing
                    job = hand_over(OpenJobFactory(company=member.company), title="Edited")
                told.clear()
                Mail.objects.all().delete()
                logged = job.events.filter(kind="published").count()
                barrier = Barrier(AT_ONCE)

                def approve(_: int, job: Job = job, barrier: Barrier = barrier) -> str:
                    try:
                        own = Job.objects.get(pk=job.pk)
                        barrier.wait(timeout=60)
                        actions.approve_job(job=own, by=moderator, seen=own.submitted_number)
                    except WrongState:
                        return "too late"
                    finally:
                        connection.close()
                    return "done"

                found = Counter(pool.map(approve, range(AT_ONCE)))

                assert found == {"done": 1, "too late": AT_ONCE - 1}
                assert job.events.filter(kind="published").count() == logged + 1
                assert told == [(job.pk, "approved")]
                assert list(Mail.objects.values_list("to", flat=True)) == [member.user.email]
                assert Job.objects.get(pk=job.pk).submitted_number is None
    finally:
        events._listeners.remove(note)
