"""Of many who look at a listing at once all are counted, and of one reader's looks one is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jobs.models import JobDay
from jobs.stats.actions import count
from tests.factories.jobs import OpenJobFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

AT_ONCE = 6  # the pool of connections holds eight


def test_of_two_hundred_views_at_once_none_is_lost():
    job = OpenJobFactory()
    barrier = Barrier(AT_ONCE)

    def look(thread: int) -> None:
        try:
            barrier.wait(timeout=10)
            for _ in range(thread, 200, AT_ONCE):
                count(job=job.pk, what="views")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(look, range(AT_ONCE)))

    assert list(JobDay.objects.values_list("job", "views", "clicks")) == [(job.pk, 200, 0)]
