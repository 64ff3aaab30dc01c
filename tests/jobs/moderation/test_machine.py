"""Any row of steps by anybody, compared with a model of what should follow. `STEPS` sets the size."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jobs import actions
from jobs.models import CloseReason, Job
from portal.publishing.errors import StaleRevision, WrongState
from tests.factories.jobs import CompanyFactory, DraftJobFactory, content
from tests.jobs.moderation.states import KINDS, MEMBERS, MODERATORS, people

STEPS = int(os.environ.get("STEPS", "4"))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
REFUSED = (WrongState, StaleRevision, ValidationError)
TITLES = st.sampled_from(["One", "Two"])  # what a review looks at
BONUSES = st.sampled_from(["", "Some"])  # and what it doesn't
WHO = st.sampled_from(KINDS)
type Text = tuple[str, str]


class Listing(RuleBasedStateMachine):
    """`live`, `waits` and `latest` are texts: title and bonus."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOON, tick=False)
        self.now = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        company = CompanyFactory()
        self.crowd = people(company)
        self.closes = self.at() + timedelta(days=30)
        self.job = DraftJobFactory(company=company, title="One", closes_at=self.closes)
        self.status = "draft"
        self.latest: Text = ("One", "")
        self.waits: Text | None = None
        self.live: Text | None = None
        self.is_new = True  # the latest text is one that no moderator has and nobody handed over
        self.was_closed = False
        self.events = 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()

    def at(self) -> Any:
        return timezone.now()

    def row(self) -> Job:
        return Job.objects.get(pk=self.job.pk)

    def take(self, who: str, step: Any, *, may: bool, logged: int = 1) -> bool:
        """Take a step as somebody; whether it was taken, which has to be as the model says."""
        own = Job.objects.workable_by(self.crowd[who]).filter(pk=self.job.pk).first()
        assert (own is not None) == (who in (*MEMBERS, *MODERATORS))
        if own is None:
            return False
        try:
            step(own, self.crowd[who])
        except REFUSED:
            assert not may
            return False
        assert may
        self.events += logged
        return True

    @property
    def is_expired(self) -> bool:
        return self.closes <= self.at()

    @rule(days=st.sampled_from([1, 20]))
    def wait(self, days: int) -> None:
        self.now.shift(timedelta(days=days))

    @rule(who=WHO, title=TITLES, bonus=BONUSES)
    def save(self, who: str, title: str, bonus: str) -> None:
        values = content(title=title, bonus=bonus)

        def step(own: Job, by: Any) -> None:
            actions.save_job(job=own, by=by, values=values, base=own.latest_number)

        if self.take(who, step, may=True, logged=0):
            self.latest, self.is_new = (title, bonus), True

    @rule(who=WHO)
    def submit(self, who: str) -> None:
        is_live = self.status == "published"
        new = self.is_new if is_live or self.waits else True
        may = new and not self.is_expired

        def step(own: Job, by: Any) -> None:
            actions.submit_job(job=own, by=by)

        if self.take(who, step, may=may):
            self.is_new = False
            if is_live and self.live and self.live[0] == self.latest[0]:
                self.live, self.waits = self.latest, None
            else:
                self.waits = self.latest
                self.status = "published" if is_live else "in_review"

    @rule(who=WHO)
    def take_back(self, who: str) -> None:
        def step(own: Job, by: Any) -> None:
            actions.take_back_job(job=own, by=by)

        if self.take(who, step, may=self.waits is not None):
            self.undecided(left="closed" if self.was_closed else "draft")

    @rule(who=st.sampled_from(MODERATORS))
    def approve(self, who: str) -> None:
        def step(own: Job, by: Any) -> None:
            actions.approve_job(job=own, by=by, seen=own.submitted_number)

        if self.take(who, step, may=self.waits is not None and not self.is_expired):
            self.is_new = self.is_new or self.latest != self.waits
            self.live, self.waits, self.status = self.waits, None, "published"
            self.was_closed = False

    @rule(who=st.sampled_from(MODERATORS))
    def send_back(self, who: str) -> None:
        def step(own: Job, by: Any) -> None:
            actions.return_job(job=own, by=by, reason="Why", seen=own.submitted_number)

        if self.take(who, step, may=self.waits is not None):
            self.undecided(left="returned")

    def undecided(self, *, left: str) -> None:
        self.waits, self.is_new = None, True
        self.status = "published" if self.status == "published" else left

    @rule(who=WHO)
    def close(self, who: str) -> None:
        def step(own: Job, by: Any) -> None:
            actions.close_job(job=own, by=by, reason=CloseReason.FILLED)

        if self.take(who, step, may=self.status == "published"):
            self.status, self.waits, self.was_closed = "closed", None, True

    @rule(who=st.sampled_from(MODERATORS))
    def pull(self, who: str) -> None:
        def step(own: Job, by: Any) -> None:
            actions.pull_job(job=own, by=by, reason="Why")

        if self.take(who, step, may=self.status == "published"):
            self.status, self.waits, self.was_closed = "returned", None, True

    @rule(who=WHO)
    def renew(self, who: str) -> None:
        until = self.at() + timedelta(days=30)

        def step(own: Job, by: Any) -> None:
            actions.renew_job(job=own, by=by, closes_at=until)

        logged = 1 if self.live else 0
        if self.take(who, step, may=self.status != "closed", logged=logged):
            self.closes = until

    @rule(who=WHO)
    def reopen(self, who: str) -> None:
        until = self.at() + timedelta(days=30)
        same = self.live is not None and self.live[0] == self.latest[0]

        def step(own: Job, by: Any) -> None:
            actions.reopen_job(job=own, by=by, closes_at=until, seen=own.latest_number)

        may = self.status == "closed" and (same or who in MODERATORS)
        if self.take(who, step, may=may):
            self.status, self.live, self.closes = "published", self.latest, until
            self.was_closed, self.is_new = False, False

    @invariant()
    def stands_as_the_model_says(self) -> None:
        row = self.row()
        waits = row.submitted_number and row.revisions.get(number=row.submitted_number)
        assert row.status == self.status
        assert (waits.title, waits.bonus) == self.waits if waits else self.waits is None
        assert row.events.count() == self.events

    @invariant()
    def readers_see_what_was_approved_and_nothing_else(self) -> None:
        texts = list(Job.objects.public().values_list("title", "bonus"))
        is_seen = self.status == "published" and not self.is_expired
        assert texts == ([self.live] if is_seen else [])
        was_seen = self.live is not None and not is_seen
        assert Job.objects.gone().exists() == was_seen
        assert Job.objects.to_review().exists() == (self.waits is not None)
        for kind, person in self.crowd.items():
            sees = is_seen or kind in (*MEMBERS, *MODERATORS)
            assert Job.objects.visible_to(person).exists() == sees


@pytest.mark.django_db
def test_any_row_of_steps_leads_where_the_model_says() -> None:
    size = settings(
        max_examples=STEPS,
        stateful_step_count=25,
        deadline=None,
        derandomize=STEPS < 50,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Listing, settings=size)
