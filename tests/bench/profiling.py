"""Where the time of a page goes when it is made: queries, function calls, and the costliest functions.

Run as a process of its own, in the environment of a database without a memory of pages. The number of
calls is the same on every machine; milliseconds are those of this process, the least of many.
"""

import cProfile
import pstats
import sys
import time
from typing import Any, Final

from django.db import connection
from django.test import RequestFactory

from portal.wsgi import application
from tests.bench.load import HEADERS

TIMES: Final = 50
SHOWN: Final = 25


def ask(address: str) -> float:
    """Make the page; processor seconds of this thread."""
    environ = RequestFactory().get(address, headers=HEADERS).environ
    before = time.thread_time()
    answer = application(environ, lambda *started: None)
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return time.thread_time() - before


def show(address: str) -> None:
    for _ in range(3):
        ask(address)
    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        ask(address)
    least = min(ask(address) for _ in range(TIMES))
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    for _ in range(TIMES):
        ask(address)
    profile.disable()
    stats = pstats.Stats(profile)
    calls = stats.total_calls // TIMES  # type: ignore[attr-defined]  # not in typeshed
    print(f"{address}: {least * 1000:.2f} ms, {len(queries)} queries, {calls:,} function calls")
    stats.sort_stats("tottime").print_stats(SHOWN)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        show(wanted)
