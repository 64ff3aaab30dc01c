"""Requests that are sent again under a key."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from portal.api.idempotency import LEASE, forget_keys
from portal.api.models import KEPT, KeyedRequest
from tests.factories.company_tokens import Program, company_secret, member, program
from tests.factories.jobs import DraftJobFactory
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db

AT_ONCE = int(os.environ.get("RACES", "32"))


def draft(**given: Any) -> dict[str, Any]:
    return {"title": "Engineer", "role": RoleFactory(slug="ml-engineer").slug, **given}


def test_same_request_is_done_once_and_answered_again():
    ask = program()
    sent = draft()

    first = ask("post", body=sent, key="one")
    again = ask("post", body=dict(reversed(sent.items())), key="one")
    without = ask("post", body=sent)

    assert [each.status_code for each in (first, again, without)] == [201, 201, 201]
    assert again.content == first.content
    kept = ("ETag", "Location", "Content-Type")
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
    assert (again.headers["Idempotent-Replayed"], "Idempotent-Replayed" in first.headers) == (
        "true",
        False,
    )
    validates_schema(again)
    assert Job.objects.count() == 2


def test_key_of_another_request_is_refused():
    at_work = member()
    ask = program(at_work)
    job = DraftJobFactory(company=at_work.company)

    ask("post", body=draft(), key="one")
    other = ask("post", body=draft(title="Other"), key="one")
    elsewhere = ask("post", f"jobs/{job.pk}/submit/", {}, seen=1, key="one")

    assert [other.status_code, elsewhere.status_code] == [422, 422]
    validates_schema(other)
    assert Job.objects.count() == 2


def test_key_belongs_to_the_token():
    at_work = member()
    mine, theirs, foreign = program(at_work), program(at_work), program()
    sent = draft()

    answers = [ask("post", body=sent, key="one") for ask in (mine, theirs, foreign)]

    assert len({answer.json()["id"] for answer in answers}) == 3


def test_refused_request_may_be_mended_under_its_key():
    ask = program()

    wrong = ask("post", body=draft(level="wizard"), key="one")
    right = ask("post", body=draft(), key="one")

    assert [wrong.status_code, right.status_code] == [400, 201]


def test_request_under_way_is_a_conflict_until_its_worker_is_given_up():
    at_work = member()
    secret = company_secret(at_work)
    ask = Program(secret)
    ask("post", body=draft(), key="one")
    KeyedRequest.objects.update(status=None, body="", holder="killed")
    Job.objects.all().delete()  # as if it had been undone

    waiting = ask("post", body=draft(), key="one")
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1), tick=False):
        taken_up = ask("post", body=draft(), key="one")

    assert [waiting.status_code, taken_up.status_code] == [409, 201]
    validates_schema(waiting)
    assert Job.objects.count() == 1


def test_key_is_kept_for_a_day():
    ask = program()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask("post", body=draft(), key="one")
        clock.shift(KEPT - timedelta(seconds=1))
        ask("post", body=draft(), key="one")
        assert (Job.objects.count(), forget_keys()) == (1, 0)

        clock.shift(timedelta(seconds=1))
        ask("post", body=draft(), key="one")
        assert Job.objects.count() == 2
        clock.shift(KEPT)
        assert forget_keys() == 1


def test_unreadable_key_is_named():
    ask = program()

    for key in ("", " ", "a b", "x" * 256, "ä"):
        answer = ask("post", body=draft(), key=key)

        assert answer.status_code == 400, key
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="races are proved where writers run side by side"
)
def test_one_of_many_at_once_makes_the_job():
    secret, sent = company_secret(member()), draft()
    barrier = Barrier(AT_ONCE)

    def send(_: int) -> int:
        try:
            ask = Program(secret)
            barrier.wait(timeout=30)
            return int(ask("post", body=sent, key="one").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = Counter(pool.map(send, range(AT_ONCE)))

    assert found[201] >= 1
    assert found.keys() <= {201, 409}
    assert Job.objects.count() == 1
    assert Program(secret)("post", body=sent, key="one").headers["Idempotent-Replayed"] == "true"
