"""A worker that is killed at any moment loses no job for any subscriber, and tells none twice.

But for the moment between the mail server's yes and the mark: then the same message goes out again, under the
same Message-ID. `KILLS=200` tries 1,000 pairs of a job and a subscriber.
"""

import json
import logging
import os
import random
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.db.utils import ConnectionHandler
from django.utils import timezone

from jobs.models import Job
from tests.factories.alerts import AlertFactory
from tests.factories.jobs import OpenJobFactory

logger = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "5"))
ROUNDS = 5 if KILLS > 20 else 2
JOBS = 2  # new ones in each round
SUBSCRIBERS = max(5, KILLS // 2)
PAIRS = ROUNDS * JOBS * SUBSCRIBERS
ROOT = Path(__file__).parents[3]


@dataclass
class Server:
    """Takes every letter; told so, it kills whoever sends one once it is taken, before saying so."""

    taken: list[tuple[int, Any]] = field(default_factory=list)  # by which child, and what
    child: int = 0
    kills_at: int = -1
    is_killed: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append((self.child, message_from_bytes(envelope.content, policy=default)))
        if len(self.taken) == self.kills_at:
            os.kill(self.child, signal.SIGKILL)
            self.is_killed.set()
        return "250 OK"


@pytest.fixture
def server() -> Iterator[tuple[Server, int]]:
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:  # the controller wants to know beforehand
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The address of a database that other processes reach, and how to open it once it is filled."""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        where = f"{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"
        yield f"postgres://{given['USER']}:{given['PASSWORD']}@{where}", lambda: connection
        return
    path = tmp_path / "db.sqlite3"
    opened: list[Any] = []

    def filled() -> Any:
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        options = {**connection.settings_dict, "NAME": str(path), "CONN_MAX_AGE": None}
        opened.append(ConnectionHandler({"default": options})["default"])
        return opened[0]

    yield f"sqlite:///{path}", filled
    for each in opened:
        each.close()


class Workers:
    """Children one after the other, each killed or left to finish."""

    def __init__(self, server: Server, **environment: str) -> None:
        self.server = server
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.alerts.worker"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def start(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"go\n")
        self.server.child = self._number()

    def finish(self) -> int:
        """How the child ended: zero, or the signal."""
        return self._number()

    def is_done_within(self, seconds: float) -> bool:
        assert self.process.stdout is not None
        return bool(select.select([self.process.stdout], [], [], seconds)[0])

    def kill_somewhere(self, chance: random.Random) -> bool:
        """Kill a child in the midst of its work; False if it had done all there was."""
        server, before = self.server, len(self.server.taken)
        server.is_killed.clear()
        letters = chance.randrange(5)
        server.kills_at = before + letters if chance.random() < 0.3 else -1
        self.start()
        deadline = time.monotonic() + 20
        while len(server.taken) < before + letters and time.monotonic() < deadline:
            if self.is_done_within(0.001):
                break
        if not server.is_killed.is_set() and not self.is_done_within(chance.uniform(0, 0.05)):
            os.kill(server.child, signal.SIGKILL)
        return self.finish() == signal.SIGKILL

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def _number(self) -> int:
        assert self.process.stdout is not None
        line = b""
        while not line.endswith(b"\n"):
            read = self.process.stdout.read(1)
            assert read, "the workers' parent has ended"
            line += read
        return int(line)


def sql(opened: Any, text: str, *values: Any) -> list[Any]:
    with opened.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def test_killed_worker_loses_nothing_and_tells_nothing_twice(
    server: tuple[Server, int], database: tuple[str, Callable[[], Any]]
) -> None:
    handler, port = server
    address, fill = database
    jobs = [OpenJobFactory() for _ in range(ROUNDS * JOBS)]
    for number in range(SUBSCRIBERS):
        AlertFactory(email=f"reader-{number}@example.com")
    Job.objects.update(status="draft")
    opened = fill()
    smtp = {"host": "127.0.0.1", "port": port, "timeout": 20}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"MAIL_BACKEND": backend, "MAIL_OPTIONS": json.dumps(smtp)}
    workers = Workers(handler, DATABASE_URL=address, **options)
    chance, kills, killed = random.Random(20261128), 0, []

    for turn in range(ROUNDS):
        now = str(timezone.now().replace(tzinfo=None))
        for job in jobs[turn * JOBS : (turn + 1) * JOBS]:
            live = "status = 'published', published_at = %s, changed_at = %s"
            sql(opened, f"UPDATE jobs_job SET {live} WHERE id = %s", now, now, job.pk)
        sql(opened, "UPDATE jobs_alert SET due_at = %s", now)
        while kills < KILLS * (turn + 1) // ROUNDS and workers.kill_somewhere(chance):
            kills += 1
            killed.append(handler.child)
            # As if the minutes had passed for which a letter is held.
            sql(opened, "UPDATE mail_mail SET leased_until = NULL WHERE sent_at IS NULL")
        handler.kills_at = -1
        workers.start()
        assert workers.finish() == 0
    workers.close()

    ledger = sql(opened, "SELECT subscriber_id, job_id FROM jobs_told")
    waiting = sql(opened, "SELECT COUNT(*) FROM mail_mail WHERE sent_at IS NULL")
    assert (len(ledger), len(set(ledger)), waiting) == (PAIRS, PAIRS, [(0,)])
    assert kills >= KILLS * 3 // 5, "too few were killed at work"
    assert {
        pair: len(names) for pair, names in heard(handler, jobs).items() if len(names) > 1
    } == {}
    assert len(heard(handler, jobs)) == PAIRS
    again = sent_again(handler)
    assert [child for child in again if child not in killed] == []
    said = "%s pairs, %s kills, %s letters, %s of them again"  # with --log-cli-level=INFO
    logger.info(said, PAIRS, kills, len(handler.taken), len(again))


def heard(server: Server, jobs: Sequence[Job]) -> dict[tuple[str, str], set[str]]:
    """Under which Message-IDs an addressee was told of a job."""
    found: dict[tuple[str, str], set[str]] = {}
    for _, letter in server.taken:
        text = letter.get_body(("plain",)).get_content()
        for job in jobs:
            if job.slug in text:
                found.setdefault((letter["To"], job.slug), set()).add(letter["Message-ID"])
    return found


def sent_again(server: Server) -> list[int]:
    """The children whose letter somebody sent again; each had it as its last, so that it wasn't marked yet."""
    taken = [(child, letter["Message-ID"]) for child, letter in server.taken]
    last = dict(taken)
    again = [
        (child, name)
        for at, (child, name) in enumerate(taken)
        if name in {later for _, later in taken[at + 1 :]}
    ]
    assert [pair for pair in again if last[pair[0]] != pair[1]] == []
    return [child for child, _ in again]
