"""What is stored of a listing, and what is refused: by field first, by the database at last."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jobs import actions
from jobs.description import unfilled
from jobs.models import Job
from portal.publishing.models import Status
from tests.factories.jobs import (
    CompanyFactory,
    DraftJobFactory,
    OpenJobFactory,
    create,
)
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_primary_role_counts_among_the_roles():
    role, other = RoleFactory(slug="one"), RoleFactory(slug="other")

    job = OpenJobFactory(primary_role=role, roles=[other])

    assert set(job.roles.all()) == {role, other}
    assert set(job.revisions.get().roles.all()) == {role, other}


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
        (
            {"description": "Good work.\n\n### What you bring\n\n- \n\n### The team\n"},
            "The rest of the description. Fill in or delete: What you bring, The team.",
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


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Plain words.", []),
        ("### Team\n\nTen people.\n\n- One\n- Two", []),
        ("### Team\n\n#### Here\n\nTen people.\n\n> - One\n>   - Two", []),
        ("### Team\n\n```\n### Code\n- \n```", []),
        ("### *The* `team` & I\n\n---", ["The team & I"]),
        ("The team\n---\n\n### Pay\n\nGood.", ["The team"]),
        ("### Team\n\n#### Here\n\n### Pay\n\nGood.", ["Here"]),
        ("### Team\n\nTen.\n\n- One\n- \n- Two\n\n1. ", ["an empty item of a list"]),
        ("> - One\n>   - Two\n>   -\n", ["an empty item of a list"]),
        ("###\n\nText", ["a heading without words"]),
        ("\n\n".join(f"### {n}" for n in range(9)), ["0", "1", "2", "3", "4"]),
    ],
)
def test_what_was_begun_in_a_description_and_not_filled_in_is_named(text, gaps):
    assert unfilled(text) == gaps


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pay_min": Decimal(200_000)}, "pay_max"),
        ({"pay_min": Decimal(0)}, "pay_min"),
        ({"pay_min": Decimal(-1)}, "pay_min"),
        ({"pay_max": Decimal(10) ** 20}, "pay_max"),
        ({"pay_max": Decimal(10) ** 9}, "pay_max"),
        ({"pay_max": Decimal("NaN")}, "pay_max"),
        ({"pay_max": Decimal("sNaN")}, "pay_max"),
        ({"pay_max": Decimal("Infinity")}, "pay_max"),
        ({"pay_max": Decimal("1.001")}, "pay_max"),
        ({"currency": "usd"}, "currency"),
        ({"currency": "US"}, "currency"),
        ({"currency": "XYZ"}, "currency"),
        ({"currency": "DEM"}, "currency"),
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
        create(external_id=wrong)

    assert "external_id" in refused.value.message_dict


def test_reference_is_used_once_in_a_company_and_again_in_another():
    company = CompanyFactory()
    create(company, external_id="A-1")

    create(CompanyFactory(), external_id="A-1")
    with pytest.raises(ValidationError):
        create(company, external_id="A-1")


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
