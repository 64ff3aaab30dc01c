"""Whoever saves an old page sends back no value that somebody else changed meanwhile and nobody touched there."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guides import actions
from jobs.actions import renew_job
from tests.contracts.attack import filled_in
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.jobs import DraftJobFactory, MembershipFactory, OpenJobFactory
from tests.portal.two_people import address_of, at_desk, grace, opened, typed

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def test_day_on_which_a_listing_closes_stays_as_somebody_else_set_it() -> None:
    job, mine, closes_at = OpenJobFactory(), grace(), in_days(100)
    form = opened(mine, address_of(job))
    renew_job(job=job, by=None, closes_at=closes_at)

    mine.post(address_of(job), typed(form, ("title", "Edited")))

    job.refresh_from_db()
    assert (job.closes_at, job.revisions.latest("number").title) == (closes_at, "Edited")


def test_last_day_of_a_draft_stays_as_a_colleague_set_it() -> None:
    job, closes_at = DraftJobFactory(), in_days(100)
    mine = at_desk(MembershipFactory(company=job.company).user)
    address = reverse("hire:job-edit", args=[job.slug])
    form = opened(mine, address)
    renew_job(job=job, by=None, closes_at=closes_at)

    mine.post(address, typed(form, ("title", "Edited")))

    job.refresh_from_db()
    assert (job.closes_at, job.revisions.latest("number").title) == (closes_at, "Edited")


def test_end_of_a_guide_stays_as_somebody_else_set_it() -> None:
    guide, mine, end = LiveGuideFactory(), grace(), in_days(100)
    form = opened(mine, address_of(guide))
    actions.publish_guide(guide=guide, by=None, until=end)

    mine.post(address_of(guide), typed(form, ("title", "Edited"), ("_publish", "1")))

    guide.refresh_from_db()
    assert (guide.title, guide.unpublish_at) == ("Edited", end)


@pytest.mark.parametrize(
    ("field", "column"), [("publish_at", "published_at"), ("publish_until", "unpublish_at")]
)
def test_day_typed_into_a_form_that_was_refused_still_counts(field: str, column: str) -> None:
    guide, mine, day = DraftGuideFactory(), grace(), in_days(3)
    day_typed, time_typed = (f"{field}_0", f"{day:%Y-%m-%d}"), (f"{field}_1", f"{day:%H:%M:%S}")
    form = typed(opened(mine, address_of(guide)), day_typed, time_typed, ("_publish", "1"))
    refused = mine.post(address_of(guide), typed(form, ("title", "")))
    again = filled_in(refused.content.decode())

    mine.post(address_of(guide), typed(again, ("title", "Edited"), ("_publish", "1")))

    guide.refresh_from_db()
    assert (guide.title, getattr(guide, column)) == ("Edited", day)


def test_day_of_closing_typed_into_a_form_that_was_refused_still_counts() -> None:
    job, mine, day = OpenJobFactory(), grace(), in_days(100)
    day_typed, time_typed = ("closes_at_0", f"{day:%Y-%m-%d}"), ("closes_at_1", f"{day:%H:%M:%S}")
    form = typed(opened(mine, address_of(job)), day_typed, time_typed)
    refused = mine.post(address_of(job), typed(form, ("title", "")))
    again = filled_in(refused.content.decode())

    mine.post(address_of(job), typed(again, ("title", "Edited")))

    job.refresh_from_db()
    assert job.closes_at == day
