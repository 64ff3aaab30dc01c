from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import actions
from jobs.changes import Change, since_approval
from jobs.models import CloseReason, Job, JobEvent
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from tests.factories.accounts import UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    content,
)
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory

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

    actions.save_job(job=job, by=None, values=content(title="Another"), base=1)
    actions.approve_job(job=job, by=None)

    assert (fresh(job).title, fresh(job).slug) == ("Another", before)


def test_two_jobs_of_one_title_have_two_addresses():
    company = CompanyFactory()

    jobs = [DraftJobFactory(company=company), DraftJobFactory(company=company)]

    assert jobs[0].slug != jobs[1].slug


def test_title_without_letters_still_gets_an_address():
    job = DraftJobFactory(title="人工智能")

    assert job.slug.startswith("job-company-")


def test_primary_role_counts_among_the_roles():
    role, other = RoleFactory(slug="one"), RoleFactory(slug="other")

    job = OpenJobFactory(primary_role=role, roles=[other])

    assert set(job.roles.all()) == {role, other}
    assert set(job.revisions.get().roles.all()) == {role, other}


def test_live_text_stays_until_the_edit_is_approved():
    job = OpenJobFactory(title="Old", skills=[SkillFactory(slug="python")])

    actions.save_job(
        job=job, by=None, values=content(title="New", skills=[SkillFactory(slug="rust")]), base=1
    )

    assert fresh(job).title == "Old"
    assert [skill.slug for skill in fresh(job).skills.all()] == ["python"]
    assert fresh(job).has_unpublished_changes

    actions.approve_job(job=job, by=None)

    assert fresh(job).title == "New"
    assert [skill.slug for skill in fresh(job).skills.all()] == ["rust"]
    assert not fresh(job).has_unpublished_changes


def test_approved_edit_keeps_the_day_on_which_the_job_went_live():
    job = OpenJobFactory()
    before = job.published_at

    actions.save_job(job=job, by=None, values=content(title="New"), base=1)
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


def test_approval_of_a_revision_not_seen_is_refused():
    job = InReviewJobFactory()
    actions.save_job(job=job, by=None, values=content(title="Later"), base=1)

    with pytest.raises(StaleRevision):
        actions.approve_job(job=job, by=None, seen=1)

    assert fresh(job).status == Status.IN_REVIEW


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


@pytest.mark.parametrize(
    ("period", "annual"),
    [("year", 1_000), ("month", 12_000), ("week", 52_000), ("day", 260_000), ("hour", 2_080_000)],
)
def test_pay_of_every_period_is_counted_as_a_full_time_year(period, annual):
    job = OpenJobFactory(period=period, pay_min=Decimal(1_000), pay_max=Decimal(1_000))

    assert job.annual_min == annual


def test_highest_pay_by_the_hour_fits_the_annual_column():
    highest = Decimal("999999999.99")

    job = OpenJobFactory(period="hour", pay_min=highest, pay_max=highest)

    assert job.annual_max == highest * 2080


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"description": ""}, "A description."),
        ({"level": ""}, "A level."),
        ({"pay_min": None}, "Both ends of the pay; for a fixed rate the same twice."),
        ({"pay_max": None}, "Both ends of the pay; for a fixed rate the same twice."),
        ({"apply_url": ""}, "A page or an e-mail address to apply at."),
        ({"locations": []}, "At least one location."),
        (
            {"workplace": "remote", "remote_countries": []},
            "The countries that remote applicants may live in.",
        ),
        (
            {"deadline": date(2026, 10, 1)},
            "A day of closing, and a deadline, after the day on which it goes live.",
        ),
        ({"closes_at": None}, "The instant at which it closes."),
        (
            {"closes_at": datetime(2026, 10, 1, tzinfo=UTC)},
            "A day of closing, and a deadline, after the day on which it goes live.",
        ),
    ],
)
def test_incomplete_draft_is_kept_but_not_submitted(missing, sentence):
    with time_machine.travel(NOON, tick=False):
        job = DraftJobFactory(**missing)

        with pytest.raises(ValidationError) as refused:
            actions.submit_job(job=job, by=None)

    assert refused.value.messages == [f"The listing lacks: {sentence}"]
    assert fresh(job).status == Status.DRAFT


def test_draft_made_incomplete_in_review_is_not_approved():
    job = InReviewJobFactory()
    actions.save_job(job=job, by=None, values=content(level=""), base=1)

    with pytest.raises(ValidationError):
        actions.approve_job(job=job, by=None)

    assert fresh(job).status == Status.IN_REVIEW


def test_listing_closes_when_its_deadline_has_ended_everywhere_on_earth():
    with time_machine.travel(NOON, tick=False):
        job = OpenJobFactory(deadline=date(2026, 11, 10), closes_at=NOON + timedelta(days=60))

    assert job.closes_at == datetime(2026, 11, 11, 12, tzinfo=UTC)


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


def test_reopened_job_is_public_from_now_with_its_approved_text():
    job = ClosedJobFactory(title="As approved")

    later = timezone.now() + timedelta(days=60)

    with time_machine.travel(later, tick=False):
        actions.reopen_job(job=job, by=None, closes_at=later + timedelta(days=30))

        assert list(Job.objects.public()) == [job]

    live = fresh(job)
    assert (live.title, live.published_at) == ("As approved", later)
    assert (live.close_reason, live.closed_at) == ("", None)


def test_open_job_is_not_reopened():
    job = OpenJobFactory()

    with pytest.raises(WrongState):
        actions.reopen_job(job=job, by=None, closes_at=timezone.now() + timedelta(days=3))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pay_min": Decimal(200_000)}, "pay_max"),
        ({"pay_min": Decimal(0)}, "pay_min"),
        ({"pay_min": Decimal(-1)}, "pay_min"),
        ({"pay_max": Decimal(10) ** 20}, "pay_max"),
        ({"pay_max": Decimal(10) ** 9}, "pay_max"),
        ({"pay_max": Decimal("NaN")}, "pay_max"),
        ({"pay_max": Decimal("Infinity")}, "pay_max"),
        ({"pay_max": Decimal("1.001")}, "pay_max"),
        ({"currency": "usd"}, "currency"),
        ({"currency": "US"}, "currency"),
        ({"currency": "USD\n"}, "currency"),
        ({"period": "fortnight"}, "period"),
        ({"level": "wizard"}, "level"),
        ({"workplace": "moon"}, "workplace"),
        ({"employment_type": "serf"}, "employment_type"),
        ({"existing_vacancy": "perhaps"}, "existing_vacancy"),
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"description": "x" * 20_001}, "description"),
        ({"description": "a\0b"}, "description"),
        ({"benefits": "a\udfffb"}, "benefits"),
        ({"responsibilities": "x" * 4_001}, "responsibilities"),
        ({"ai_screening": "x" * 1_001}, "ai_screening"),
        ({"bonus": "x" * 161}, "bonus"),
        ({"deadline": date(9999, 1, 1)}, "deadline"),
        ({"apply_url": "javascript:alert(1)"}, "apply_url"),
        ({"apply_url": "ftp://company.example/"}, "apply_url"),
        ({"apply_url": "https://x.example/" + "x" * 500}, "apply_url"),
        ({"apply_url": "", "apply_email": "nobody"}, "apply_email"),
        ({"apply_email": "jobs@company.example"}, "apply_email"),
    ],
)
def test_bad_content_is_refused_by_field_and_nothing_is_stored(wrong, field):
    with pytest.raises(ValidationError) as refused:
        DraftJobFactory(**wrong)

    assert field in refused.value.message_dict
    assert Job.objects.count() == 0


def test_remote_work_from_a_city_is_refused():
    with pytest.raises(ValidationError) as refused:
        DraftJobFactory(workplace="remote", remote_countries=[CountryFactory(), CityFactory()])

    assert refused.value.message_dict == {"remote_countries": ["Not a country: San Jose."]}


@pytest.mark.parametrize("wrong", ["a\0b", "a\ud800b", "x" * 61])
def test_bad_reference_is_refused(wrong):
    with pytest.raises(ValidationError) as refused:
        DraftJobFactory(external_id=wrong)

    assert "external_id" in refused.value.message_dict


def test_reference_is_used_once_in_a_company_and_again_in_another():
    company = CompanyFactory()
    DraftJobFactory(company=company, external_id="A-1")

    DraftJobFactory(company=CompanyFactory(), external_id="A-1")
    with pytest.raises(ValidationError):
        DraftJobFactory(company=company, external_id="A-1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"pay_min": Decimal(200_000)},
        {"pay_max": Decimal(10) ** 9},
        {"currency": "usd"},
        {"pay_min": None},
        {"level": ""},
        {"level": "wizard"},
        {"description": ""},
        {"apply_url": ""},
        {"apply_email": "jobs@company.example"},
        {"closes_at": None},
        {"closes_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"closes_at": datetime(2101, 1, 1, tzinfo=UTC)},
        {"published_at": None},
        {"deadline": date(2101, 1, 1)},
        {"close_reason": "filled"},
        {"status": "closed"},
    ],
)
def test_database_refuses_a_live_job_that_breaks_a_rule(wrong):
    job = OpenJobFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


def test_changes_since_approval_name_each_field():
    job = OpenJobFactory(title="Old", pay_max=Decimal(180_000))
    actions.save_job(
        job=job,
        by=None,
        values=content(title="New", pay_max=Decimal(190_000), level="senior"),
        base=1,
    )

    found = since_approval(fresh(job))

    assert found == [
        Change("Title", "Old", "New"),
        Change("Level", "Mid-level", "Senior"),
        Change("Pay to", "180000.00", "190000.00"),
    ]


def test_draft_has_no_changes_since_approval():
    job = DraftJobFactory()
    actions.save_job(job=job, by=None, values=content(title="New"), base=1)

    assert since_approval(fresh(job)) == []
