"""Every state × every action × every kind of user: one cell each, and each has an expectation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jobs import actions
from jobs.models import CloseReason, Job
from jobs.moderation.models import Report
from portal.freshness import forget_everything
from portal.publishing.errors import StaleRevision, WrongState
from tests.factories.jobs import CompanyFactory, content
from tests.jobs.moderation.states import KINDS, MEMBERS, MODERATORS, STATES, people, standing

pytestmark = pytest.mark.django_db

LIVE = {"scheduled", "open", "open, edited", "open, touched", "open, edit waits", "expired"}
WAITING = {"in review", "open, edit waits", "closed, in review"}
CLOSED = {"closed", "closed, edited"}
EVERY = set(STATES)

# In which states an action does something; in every other it is refused, and nothing changes.
ALLOWED = {
    "save": EVERY,
    # A closed one gets a new day with it; an expired one and one that is live as approved hold nothing new.
    "submit": {"draft", "returned", "open, edited", "open, touched", "pulled", *CLOSED},
    "take back": WAITING,
    "close": LIVE,
    "renew": EVERY - CLOSED,
    "reopen": CLOSED,
    "approve": WAITING,
    "return": WAITING,
    "pull": LIVE,
}
# What only those who may approve do where others have to ask for a review.
ONLY_MODERATORS = {("reopen", "closed, edited")}
DECISIONS = ("approve", "return", "pull")
# What the page answers, whoever asks.
PAGE = dict.fromkeys(EVERY, 404)
PAGE |= dict.fromkeys(LIVE - {"scheduled", "expired"}, 200)
PAGE |= dict.fromkeys((*CLOSED, "expired", "closed, in review", "pulled"), 410)


def later() -> Any:
    return timezone.now() + timedelta(days=40)


def own_steps(job: Job, by: Any) -> dict[str, Callable[[], object]]:
    """What the people of a company do, each from the row as they read it."""
    values = content(title="Third")
    return {
        "save": lambda: actions.save_job(job=job, by=by, values=values, base=job.latest_number),
        "submit": lambda: actions.submit_job(job=job, by=by, closes_at=later()),
        "take back": lambda: actions.take_back_job(job=job, by=by),
        "close": lambda: actions.close_job(job=job, by=by, reason=CloseReason.FILLED),
        "renew": lambda: actions.renew_job(job=job, by=by, closes_at=later()),
        "reopen": lambda: actions.reopen_job(job=job, by=by, closes_at=later()),
    }


def taken(action: str, job: Job, person: Any) -> str:
    """What becomes of it: "done", "refused", or "missing" where the listing isn't there for them."""
    row = Job.objects.workable_by(person).filter(pk=job.pk).first()
    if row is None:
        return "missing"
    try:
        own_steps(row, person)[action]()
    except (WrongState, StaleRevision, ValidationError):
        return "refused"
    return "done"


def decided(action: str, job: Job, client: Client) -> str:
    """As `taken`, by the queue at the desk."""
    before = standing(job)
    given: dict[str, Any] = {"job": job.pk, "step": action, "reason": "Name the city."}
    if action == "pull":
        report = Report.objects.create(job=job, reason="fraud")
        given = {"job": job.pk, "decision": "returned", "note": "Is it real?", "seen": report.pk}
    answer = client.post("/admin/jobs/job/queue/", given)
    if answer.status_code == 403 or "/login/" in answer.headers.get("Location", ""):
        return "missing"
    return "refused" if standing(job) == before else "done"


def expected(state: str, action: str, kind: str) -> str:
    may = MODERATORS if action in DECISIONS else (*MEMBERS, *MODERATORS)
    if kind not in may:
        return "missing"
    if (action, state) in ONLY_MODERATORS and kind not in MODERATORS:
        return "refused"
    return "done" if state in ALLOWED[action] else "refused"


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_cell() -> None:
    company = CompanyFactory(slug="own")
    crowd = people(company)
    listings = {state: make(company) for state, make in STATES.items()}
    clients = {kind: Client() for kind in KINDS}
    for kind, person in crowd.items():
        if kind != "anonymous":
            clients[kind].force_login(person)
    found: dict[tuple[str, str, str], Any] = {}

    for state, job in listings.items():
        before, events = standing(job), job.events.count()
        for kind in KINDS:
            for action in ALLOWED:
                with undone():
                    done = (
                        decided(action, job, clients[kind])
                        if action in DECISIONS
                        else taken(action, job, crowd[kind])
                    )
                    if done != "done":
                        assert (standing(job), job.events.count()) == (before, events)
                    found[state, action, kind] = done
        forget_everything()  # what was undone
        for kind in KINDS:
            found[state, "page", kind] = clients[kind].get(job.get_absolute_url()).status_code
            preview = clients[kind].get(f"{job.get_absolute_url()}preview/").status_code
            found[state, "preview", kind] = preview

    see = (*MEMBERS, *MODERATORS)
    wanted: dict[tuple[str, str, str], Any] = {
        (state, action, kind): expected(state, action, kind)
        for state in STATES
        for action in ALLOWED
        for kind in KINDS
    }
    wanted |= {(state, "page", kind): PAGE[state] for state in STATES for kind in KINDS}
    wanted |= {
        (state, "preview", kind): 200 if kind in see else 404 for state in STATES for kind in KINDS
    }
    assert {
        cell: (found[cell], wanted[cell]) for cell in wanted if found[cell] != wanted[cell]
    } == {}
    assert len(found) == len(STATES) * (len(ALLOWED) + 2) * len(KINDS)
