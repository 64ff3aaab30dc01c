from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs import actions, events
from jobs.changes import since_approval
from jobs.checks import LONGEST_RUN
from jobs.derive import end_everywhere
from jobs.holding import NeedsReview
from jobs.models import CloseReason, Job, JobEvent
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    content,
    create,
    hand_over,
)
from tests.factories.taxonomy import CityFactory, SkillFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def kinds(job: Job) -> list[str]:
    return [event.kind for event in job.events.order_by("pk")]


def test_new_job_is_a_draft_with_one_revision_and_its_address():
    author = UserFactory()

    job = actions.create_job(
        company=CompanyFactory(name="Quill & Sons"),
        by=author,
        values=content(title="ML Engineer, Ops"),
        key="one",
    )

    assert (job.status, job.latest_number, job.live_number) == (Status.DRAFT, 1, None)
    assert job.slug == "ml-engineer-ops-quill-sons-" + job.slug[-8:]
    assert job.revisions.get().created_by == author
    assert kinds(job) == ["created"]


def test_address_stays_when_title_and_company_change():
    job = OpenJobFactory()
    before = job.slug

    hand_over(job, title="Another")
    actions.approve_job(job=job, by=None)

    assert (fresh(job).title, fresh(job).slug) == ("Another", before)


def test_two_jobs_of_one_title_have_two_addresses():
    company = CompanyFactory()

    jobs = [DraftJobFactory(company=company), DraftJobFactory(company=company)]

    assert jobs[0].slug != jobs[1].slug


def test_title_without_letters_still_gets_an_address():
    job = DraftJobFactory(title="人工智能")

    assert job.slug.startswith("job-company-")


def test_live_text_stays_until_the_edit_is_approved():
    job = OpenJobFactory(title="Old", skills=[SkillFactory(slug="python")])

    actions.save_job(
        job=job, by=None, values=content(title="New", skills=[SkillFactory(slug="rust")]), base=1
    )

    assert fresh(job).title == "Old"
    assert [skill.slug for skill in fresh(job).skills.all()] == ["python"]
    assert fresh(job).has_unpublished_changes

    actions.submit_job(job=job, by=None)
    assert (fresh(job).title, fresh(job).submitted_number) == ("Old", 2)

    actions.approve_job(job=job, by=None)

    assert fresh(job).title == "New"
    assert [skill.slug for skill in fresh(job).skills.all()] == ["rust"]
    assert not fresh(job).has_unpublished_changes


def test_approved_edit_keeps_the_day_on_which_the_job_went_live():
    job = OpenJobFactory()
    before = job.published_at

    hand_over(job, title="New")
    actions.approve_job(job=job, by=None)

    assert fresh(job).published_at == before
    assert fresh(job).changed_at > before


def test_stale_save_is_refused_and_overwrites_nothing():
    job = DraftJobFactory()
    actions.save_job(job=job, by=None, values=content(title="First"), base=1)

    with pytest.raises(StaleRevision):
        actions.save_job(job=job, by=None, values=content(title="Second"), base=1)

    assert fresh(job).title == "First"
    assert job.revisions.count() == 2


def test_decision_on_a_revision_not_seen_is_refused():
    job = hand_over(InReviewJobFactory(), title="Later")

    for decide in (
        lambda: actions.approve_job(job=job, by=None, seen=1),
        lambda: actions.return_job(job=job, by=None, seen=1, reason="Name the city."),
    ):
        with pytest.raises(StaleRevision):
            decide()

    assert fresh(job).status == Status.IN_REVIEW


def test_what_was_saved_and_not_handed_over_is_not_approved():
    job = InReviewJobFactory(title="Handed over")
    actions.save_job(job=job, by=None, values=content(title="Half wri", level=""), base=1)

    actions.approve_job(job=job, by=None, seen=1)

    assert (fresh(job).title, fresh(job).live_number) == ("Handed over", 1)
    assert fresh(job).has_unpublished_changes


def test_approval_computes_what_lists_and_pages_show():
    job = InReviewJobFactory(
        description="Keep *models* honest.",
        period="hour",
        pay_min=Decimal("62.50"),
        pay_max=Decimal(80),
        locations=[CityFactory()],
    )

    actions.approve_job(job=job, by=None)

    live = fresh(job)
    assert "<em>models</em>" in live.description_html
    assert (live.annual_min, live.annual_max) == (Decimal("130000.00"), Decimal("166400.00"))
    assert live.pay_label == "$62.50 to $80 an hour"
    assert live.place_label == "San Jose, CA, US"
    assert live.pay_country == "US"


def test_listing_that_became_incomplete_in_review_is_not_approved():
    job = InReviewJobFactory()

    with (
        time_machine.travel(timezone.now() + timedelta(days=40), tick=False),
        pytest.raises(ValidationError),
    ):
        actions.approve_job(job=job, by=None)

    assert fresh(job).status == Status.IN_REVIEW


def test_listing_closes_when_its_deadline_has_ended_everywhere_on_earth():
    with time_machine.travel(NOON, tick=False):
        job = OpenJobFactory(deadline=date(2026, 11, 10), closes_at=NOON + timedelta(days=60))

    assert job.closes_at == datetime(2026, 11, 11, 12, tzinfo=UTC)


def test_job_that_closes_before_its_deadline_is_neither_made_nor_renewed_nor_submitted():
    until, deadline = NOON + timedelta(days=9), (NOON + timedelta(days=10)).date()
    with time_machine.travel(NOON, tick=False):
        live = OpenJobFactory(deadline=deadline)
        draft = DraftJobFactory(closes_at=until)
        actions.save_job(job=draft, by=None, values=content(deadline=deadline), base=1)

        with pytest.raises(ValidationError) as made:
            create(deadline=deadline, closes_at=until)
        with pytest.raises(ValidationError) as renewed:
            actions.renew_job(job=live, by=None, closes_at=until)
        with pytest.raises(ValidationError) as submitted:
            actions.submit_job(job=draft, by=None)

    assert made.value.message_dict == renewed.value.message_dict
    assert renewed.value.message_dict.keys() == {"closes_at"}
    assert submitted.value.messages == [
        f"The listing lacks: A day of closing no earlier than the last day to apply, {deadline}."
    ]


@pytest.mark.parametrize("factory", [OpenJobFactory, ExpiredJobFactory])
def test_later_deadline_keeps_a_job_on_the_site_that_closed_with_the_earlier_one(factory):
    first = (timezone.now() - timedelta(days=2)).date()
    job = factory(deadline=first if factory is ExpiredJobFactory else timezone.now().date())
    later = (timezone.now() + timedelta(days=40)).date()
    actions.save_job(job=job, by=None, values=content(deadline=later), base=1)

    actions.submit_job(job=job, by=None)

    live = fresh(job)
    assert (live.deadline, live.live_number) == (later, 2)
    assert live.closes_at == end_everywhere(later)


def test_later_deadline_keeps_no_job_longer_than_a_listing_runs():
    job = OpenJobFactory(deadline=timezone.now().date())
    distant = (timezone.now() + LONGEST_RUN + timedelta(days=2)).date()
    actions.save_job(job=job, by=None, values=content(deadline=distant), base=1)

    with pytest.raises(ValidationError, match="no earlier than the last day to apply"):
        actions.submit_job(job=job, by=None)

    assert fresh(job).live_number == 1


def test_deadline_is_not_added_after_the_day_of_closing():
    job = OpenJobFactory()
    later = (job.closes_at + timedelta(days=5)).date()
    actions.save_job(job=job, by=None, values=content(deadline=later), base=1)

    with pytest.raises(ValidationError, match="no earlier than the last day to apply"):
        actions.submit_job(job=job, by=None)
    actions.renew_job(job=job, by=None, closes_at=job.closes_at + timedelta(days=9))
    actions.submit_job(job=job, by=None)

    assert fresh(job).closes_at == end_everywhere(later)


def test_returned_job_keeps_the_reason_and_can_be_submitted_again():
    moderator, job = UserFactory(), InReviewJobFactory()

    actions.return_job(job=job, by=moderator, reason="Name the city.")

    event = job.events.first()
    assert (event.kind, event.by, event.note) == ("returned", moderator, "Name the city.")
    actions.submit_job(job=job, by=None)
    assert fresh(job).status == Status.IN_REVIEW


def test_job_is_not_returned_without_a_reason():
    job = InReviewJobFactory()

    with pytest.raises(ValueError):
        actions.return_job(job=job, by=None, reason="  ")

    assert fresh(job).status == Status.IN_REVIEW


def test_closed_job_keeps_day_reason_and_who():
    by, job = UserFactory(), OpenJobFactory()
    tomorrow = timezone.now() + timedelta(days=1)

    with time_machine.travel(tomorrow, tick=False):
        actions.close_job(job=job, by=by, reason=CloseReason.FILLED)

    closed = fresh(job)
    assert (closed.status, closed.closed_at, closed.close_reason) == ("closed", tomorrow, "filled")
    assert list(closed.events.values_list("by", "note")[:1]) == [(by.pk, "filled")]


def test_closed_job_is_not_closed_again():
    job = ClosedJobFactory(closed=CloseReason.FILLED)

    with pytest.raises(WrongState):
        actions.close_job(job=job, by=None, reason=CloseReason.WITHDRAWN)

    assert fresh(job).close_reason == "filled"


def test_approved_job_is_not_approved_again():
    job = OpenJobFactory()
    before = kinds(job)

    with pytest.raises(WrongState):
        actions.approve_job(job=job, by=None)

    assert kinds(job) == before


@pytest.mark.parametrize("factory", [DraftJobFactory, ReturnedJobFactory, ClosedJobFactory])
def test_job_not_in_review_is_not_approved(factory):
    job = factory()

    with pytest.raises(WrongState):
        actions.approve_job(job=job, by=None)


def test_renewed_job_is_open_again():
    job = ExpiredJobFactory()
    later = timezone.now() + timedelta(days=10)

    actions.renew_job(job=job, by=None, closes_at=later)

    assert list(Job.objects.public()) == [job]
    assert fresh(job).closes_at == later
    assert kinds(job)[-1] == JobEvent.RENEWED


def test_job_that_readers_know_the_end_of_keeps_an_end():
    job = OpenJobFactory()

    with pytest.raises(ValidationError, match="Give the instant at which it closes"):
        actions.renew_job(job=job, by=None, closes_at=None)

    assert fresh(job).closes_at == job.closes_at


def test_closed_job_is_not_renewed():
    job = ClosedJobFactory()

    with pytest.raises(WrongState):
        actions.renew_job(job=job, by=None, closes_at=timezone.now() + timedelta(days=3))


@pytest.mark.parametrize(
    "wrong", [None, datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_live_job_is_not_given_an_impossible_day_of_closing(wrong):
    job = OpenJobFactory()
    before = job.closes_at

    with pytest.raises(ValidationError):
        actions.renew_job(job=job, by=None, closes_at=wrong)

    assert fresh(job).closes_at == before


def test_listing_is_given_half_a_year_at_most_and_renewed_later():
    now = timezone.now()
    distant = now + timedelta(days=180, hours=1)
    with time_machine.travel(now, tick=False):
        job, closed = OpenJobFactory(), ClosedJobFactory()

        for step in (
            lambda: create(closes_at=distant),
            lambda: actions.renew_job(job=job, by=None, closes_at=distant),
            lambda: actions.reopen_job(job=closed, by=None, closes_at=distant),
        ):
            with pytest.raises(ValidationError, match="A listing closes within 180 days"):
                step()

    assert Job.objects.count() == 2
    assert (fresh(job).closes_at, fresh(closed).status) == (job.closes_at, Status.CLOSED)

    with time_machine.travel(now + timedelta(days=1), tick=False):
        actions.renew_job(job=job, by=None, closes_at=distant)

    assert fresh(job).closes_at == distant


def test_scheduled_listing_is_given_half_a_year_from_when_it_goes_live():
    starts = timezone.now() + timedelta(days=20)
    job = ScheduledJobFactory(at=starts)

    actions.renew_job(job=job, by=None, closes_at=starts + timedelta(days=180))

    assert fresh(job).closes_at == starts + timedelta(days=180)


def test_reopened_job_is_public_from_now_with_its_latest_text():
    job = ClosedJobFactory(title="As approved")
    actions.save_job(job=job, by=None, values=content(title="As saved since"), base=1)
    later = timezone.now() + timedelta(days=60)

    with time_machine.travel(later, tick=False):
        actions.reopen_job(job=job, by=None, closes_at=later + timedelta(days=30))

        assert list(Job.objects.public()) == [job]

    live = fresh(job)
    assert (live.title, live.published_at) == ("As saved since", later)
    assert (live.close_reason, live.closed_at) == ("", None)


def test_reopened_job_takes_a_new_deadline_where_the_old_one_has_passed():
    with time_machine.travel(NOON, tick=False):
        job = ClosedJobFactory(deadline=date(2026, 11, 10), closes_at=NOON + timedelta(days=60))

    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        until = timezone.now() + timedelta(days=9)
        with pytest.raises(ValidationError):
            actions.reopen_job(job=job, by=None, closes_at=until)
        actions.save_job(job=job, by=None, values=content(deadline=until.date()), base=1)
        actions.reopen_job(job=job, by=None, closes_at=until)

        assert list(Job.objects.public()) == [job]


@pytest.mark.parametrize("year", [2020, 9999])
def test_closed_job_is_not_reopened_until_an_impossible_day(year):
    job = ClosedJobFactory()

    with pytest.raises(ValidationError):
        actions.reopen_job(job=job, by=None, closes_at=datetime(year, 1, 1, tzinfo=UTC))

    assert fresh(job).status == Status.CLOSED


def test_edit_of_a_scheduled_job_with_a_deadline_before_its_day_is_not_taken():
    job = ScheduledJobFactory()
    today = timezone.now().date()
    actions.save_job(job=job, by=None, values=content(deadline=today), base=1)

    with pytest.raises(ValidationError):
        actions.submit_job(job=job, by=None)

    assert (fresh(job).live_number, fresh(job).deadline) == (1, None)


def test_open_job_is_not_reopened():
    job = OpenJobFactory()

    with pytest.raises(WrongState):
        actions.reopen_job(job=job, by=None, closes_at=timezone.now() + timedelta(days=3))


def test_changes_since_approval_name_each_field():
    job = OpenJobFactory(title="Old", pay_max=Decimal(180_000))
    actions.save_job(
        job=job,
        by=None,
        values=content(title="New", pay_max=Decimal(190_000), level="senior"),
        base=1,
    )

    found = since_approval(fresh(job))

    assert [(change.label, "".join(part.html for part in change.blocks)) for change in found] == [
        ("Title", "<del>Old</del><ins>New</ins>"),
        ("Level", "<del>Mid-level</del><ins>Senior</ins>"),
        ("Pay to", "<del>180000</del><ins>190000</ins>.00"),
    ]


def test_draft_has_no_changes_since_approval():
    job = DraftJobFactory()
    actions.save_job(job=job, by=None, values=content(title="New"), base=1)

    assert since_approval(fresh(job)) == []


def test_material_edit_waits_while_the_approved_text_stays_live():
    job = hand_over(OpenJobFactory(title="Old"), title="New")

    assert [row.title for row in Job.objects.public()] == ["Old"]
    assert list(Job.objects.to_review()) == [job]
    assert (fresh(job).submitted_number, kinds(job)[-1]) == (2, "submitted")


def test_other_edit_is_applied_at_once_and_a_waiting_one_is_superseded():
    job = hand_over(OpenJobFactory(title="Old"), title="New")

    hand_over(job, title="Old", bonus="A tenth", skills=[SkillFactory(slug="rust")])

    row = fresh(job)
    assert (row.title, row.bonus, row.submitted_number, row.live_number) == (
        "Old",
        "A tenth",
        None,
        3,
    )
    assert [skill.slug for skill in row.skills.all()] == ["rust"]
    assert list(Job.objects.to_review()) == []


def test_line_ends_alone_are_no_material_change():
    job = hand_over(OpenJobFactory(description="One\n\nTwo"), description="One\r\n\r\nTwo")

    assert (fresh(job).live_number, fresh(job).submitted_number) == (2, None)


@pytest.mark.parametrize("factory", [InReviewJobFactory, OpenJobFactory])
def test_nothing_is_handed_over_twice(factory):
    job = factory()

    with pytest.raises(WrongState):
        actions.submit_job(job=job, by=None)


def test_returned_edit_leaves_the_approved_text_live():
    job = hand_over(OpenJobFactory(title="Old"), title="New")

    actions.return_job(job=job, by=None, reason="The new title says less.")

    assert [(row.title, row.submitted_number) for row in Job.objects.public()] == [("Old", None)]
    assert list(job.events.values_list("kind", "revision", "note")[:1]) == [
        ("returned", 2, "The new title says less.")
    ]
    with pytest.raises(WrongState):
        actions.approve_job(job=job, by=None)


def test_what_is_taken_back_waits_no_longer():
    draft, live = InReviewJobFactory(), hand_over(OpenJobFactory(title="Old"), title="New")

    for job in (draft, live):
        actions.take_back_job(job=job, by=None)

    assert [fresh(job).status for job in (draft, live)] == ["draft", "published"]
    assert list(Job.objects.to_review()) == []
    assert [row.title for row in Job.objects.public()] == ["Old"]
    with pytest.raises(WrongState):
        actions.take_back_job(job=draft, by=None)


def test_closed_listing_in_review_is_gone_until_it_is_approved():
    job, later = ClosedJobFactory(), timezone.now() + timedelta(days=20)
    actions.submit_job(job=job, by=None, closes_at=later)

    assert (fresh(job).status, fresh(job).close_reason) == ("in_review", "filled")
    assert (list(Job.objects.gone()), list(Job.objects.public())) == ([job], [])

    actions.return_job(job=job, by=None, reason="Is it open again?")
    assert (fresh(job).status, list(Job.objects.gone())) == ("returned", [job])
    actions.submit_job(job=job, by=None)
    actions.approve_job(job=job, by=None)

    assert (list(Job.objects.gone()), list(Job.objects.public())) == ([], [job])
    assert (fresh(job).closes_at, fresh(job).closed_at, fresh(job).close_reason) == (
        later,
        None,
        "",
    )


def test_closed_listing_that_is_taken_back_is_closed_again():
    job = ClosedJobFactory()
    actions.submit_job(job=job, by=None, closes_at=timezone.now() + timedelta(days=20))

    actions.take_back_job(job=job, by=None)

    assert (fresh(job).status, fresh(job).close_reason) == ("closed", "filled")


def test_recruiter_reopens_only_what_reads_as_it_was_approved():
    recruiter, moderator = UserFactory(), StaffFactory(groups=("moderator",))
    until = timezone.now() + timedelta(days=20)
    same, other = ClosedJobFactory(title="Same"), ClosedJobFactory(title="Old")
    actions.save_job(job=same, by=recruiter, values=content(title="Same", bonus="Some"), base=1)
    actions.save_job(job=other, by=recruiter, values=content(title="New"), base=1)

    actions.reopen_job(job=same, by=recruiter, closes_at=until)
    with pytest.raises(NeedsReview):
        actions.reopen_job(job=other, by=recruiter, closes_at=until)

    assert [(row.title, row.bonus) for row in Job.objects.public()] == [("Same", "Some")]
    actions.reopen_job(job=other, by=moderator, closes_at=until)
    assert fresh(other).title == "New"


def test_closing_ends_the_wait_of_an_edit():
    job = hand_over(OpenJobFactory(title="Old"), title="New")

    actions.close_job(job=job, by=None, reason=CloseReason.FILLED)

    assert (fresh(job).submitted_number, list(Job.objects.to_review())) == (None, [])


def test_each_step_is_told_once_and_one_that_was_refused_never(monkeypatch):
    told = []
    monkeypatch.setattr(events, "_listeners", [])
    events.listen(lambda job, kind: told.append((job.title, kind)))
    job = DraftJobFactory(title="Mine")
    actions.submit_job(job=job, by=None)
    actions.return_job(job=job, by=None, reason="Name the city.")
    actions.submit_job(job=job, by=None)
    actions.approve_job(job=job, by=None)
    with pytest.raises(WrongState):
        actions.approve_job(job=job, by=None)
    hand_over(job, title="Mine", bonus="Some")
    hand_over(job, title="Other")
    actions.take_back_job(job=job, by=None)
    actions.close_job(job=job, by=None, reason=CloseReason.FILLED)

    assert [str(kind) for _, kind in told] == [
        "submitted",
        "returned",
        "submitted",
        "approved",
        "updated",
        "submitted",
        "taken_back",
        "closed",
    ]
