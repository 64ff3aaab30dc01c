"""The page of a job: open, gone, or only seen by its own people."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from jobs import actions
from jobs.models import CloseReason
from jobs.page import open_listing
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    InReviewJobFactory,
    MembershipFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    content,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@time_machine.travel(NOON, tick=False)
def test_page_holds_every_fact_of_a_job(client):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(149_136), high=Decimal(159_000)
    )
    job = OpenJobFactory(
        title="Engineer of Models",
        company=CompanyFactory(name="Quill", about="Lends money."),
        primary_role=role,
        skills=[SkillFactory(slug="python", name="Python")],
        description="Keep *models* honest.",
        responsibilities="Train\nWatch",
        level="mid",
        pay_min=Decimal(150_000),
        pay_max=Decimal(158_000),
        bonus="Ten percent",
        commission="None to speak of",
        equity="Some options",
        benefits="Dental\nLunch",
        deadline=date(2026, 11, 19),
        ai_screening="People read everything.",
        existing_vacancy="yes",
        apply_url="https://quill.example/apply?a=1&b=2",
        external_id="Q-17",
        closes_at=datetime(2026, 11, 20, tzinfo=UTC),
    )

    page = text_of(client.get(job.get_absolute_url()))

    for fact in (
        "Engineer of Models",
        "Quill",
        "Lends money.",
        "Python",
        "<em>models</em>",
        "<li>Train</li><li>Watch</li>",
        "Mid-level",
        "Full-time",
        "Hybrid",
        "San Jose, CA, US",
        "$150,000 to $158,000 a year",
        "Ten percent",
        "None to speak of",
        "Some options",
        "<li>Dental</li><li>Lunch</li>",
        "November 19, 2026",
        "November 20, 2026",
        "People read everything.",
        "An open position",
        f'href="/jobs/{job.slug}/apply/" rel="nofollow noopener">Apply at Quill',
        "Leads to quill.example.",
        "Q-17",
        "$149,136 to $159,000",
        "Survey",
        "2026",
    ):
        assert fact in page, fact


def test_page_of_remote_job_says_where_applicants_may_live(client):
    job = OpenJobFactory(workplace="remote", remote_countries=[CountryFactory()])

    page = text_of(client.get(job.get_absolute_url()))

    assert "Applicants may live in</dt><dd>United States" in page


def test_page_of_job_without_benchmark_says_why(client):
    job = OpenJobFactory()

    assert "There is no benchmark for this role yet." in text_of(client.get(job.get_absolute_url()))


def test_description_from_outside_is_made_safe(client):
    job = OpenJobFactory(
        description="<script>alert(1)</script> [x](javascript:alert(1)) [y](https://y.example)\n\n"
        "## Loud\n\n{{ open-jobs show=count }} ![spy](https://spy.example/x.png)"
    )

    html = job.description_html

    assert "<script" not in html
    assert "javascript:" not in html
    assert "<h2" not in html
    assert "<img" not in html
    assert "<!--" not in html
    assert 'rel="nofollow noopener"' in html
    assert "<h3>Loud</h3>" in html


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (lambda: ClosedJobFactory(closed=CloseReason.FILLED), "This position was filled"),
        (
            lambda: ClosedJobFactory(closed=CloseReason.WITHDRAWN),
            "The company withdrew this listing",
        ),
        (ExpiredJobFactory, "This listing expired"),
    ],
    ids=["filled", "withdrawn", "expired"],
)
def test_gone_job_says_so_and_offers_similar_ones(client, factory, words):
    job = factory()
    OpenJobFactory(title="Similar", primary_role=job.primary_role, roles=[])
    OpenJobFactory(title="Other", primary_role=RoleFactory(slug="other"))

    response = client.get(job.get_absolute_url())

    assert response.status_code == 410
    assert words in text_of(response)
    assert [card.title for card in response.context["similar"]] == ["Similar"]
    assert b"noindex" in response.content
    assert b"application/ld+json" not in response.content
    assert b'rel="canonical"' not in response.content


def test_job_is_gone_from_the_instant_of_its_expiry(client):
    with time_machine.travel(NOON, tick=False):
        job = OpenJobFactory(at=NOON, closes_at=datetime(2026, 11, 9, tzinfo=UTC))

    with time_machine.travel(datetime(2026, 11, 8, 23, 59, 59, tzinfo=UTC), tick=False):
        assert client.get(job.get_absolute_url()).status_code == 200
    with time_machine.travel(datetime(2026, 11, 9, tzinfo=UTC), tick=False):
        assert client.get(job.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "factory", [DraftJobFactory, InReviewJobFactory, ReturnedJobFactory, ScheduledJobFactory]
)
def test_job_that_never_was_public_is_not_found(client, factory):
    job = factory(title="Secret")

    response = client.get(job.get_absolute_url())

    assert response.status_code == 404
    assert b"Secret" not in response.content


@pytest.mark.parametrize("factory", [DraftJobFactory, ReturnedJobFactory, OpenJobFactory])
def test_own_people_preview_what_was_last_saved(client, factory):
    job = factory(title="Saved")
    actions.save_job(job=job, by=None, values=content(title="Saved later"), base=1)
    client.force_login(MembershipFactory(company=job.company).user)

    response = client.get(f"/jobs/{job.slug}/preview/")

    assert "Saved later" in text_of(response)
    assert "Preview of revision 2" in text_of(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"noindex" in response.content
    assert b"application/ld+json" not in response.content


def test_moderator_previews_a_draft(client):
    job = DraftJobFactory(title="Draft")
    client.force_login(StaffFactory(groups=("moderator",)))

    assert "Draft" in text_of(client.get(f"/jobs/{job.slug}/preview/"))


@pytest.mark.parametrize("factory", [DraftJobFactory, OpenJobFactory])
@pytest.mark.parametrize(
    "somebody",
    [
        None,
        UserFactory,
        lambda: MembershipFactory().user,
        lambda: StaffFactory(groups=("editor",)),
    ],
    ids=["signed out", "without company", "of another company", "editor"],
)
def test_preview_is_not_found_by_others(client, factory, somebody):
    job = factory()
    actions.save_job(job=job, by=None, values=content(title="Secret"), base=1)
    if somebody:
        client.force_login(somebody())

    response = client.get(f"/jobs/{job.slug}/preview/")

    assert response.status_code == 404
    assert b"Secret" not in response.content


def test_preview_of_an_incomplete_draft_is_shown(client):
    job = DraftJobFactory(
        pay_min=None, pay_max=None, level="", locations=[], apply_url="", closes_at=None
    )
    client.force_login(MembershipFactory(company=job.company).user)

    assert "Pay not given yet" in text_of(client.get(f"/jobs/{job.slug}/preview/"))


@pytest.mark.django_db(transaction=True)
def test_listing_that_is_kept_follows_what_it_says(client, start_worker):
    job = OpenJobFactory(title="Engineer", primary_role=RoleFactory(slug="ai-engineer"))
    beside = OpenJobFactory(title="Beside it", primary_role=job.primary_role)
    start_worker()
    assert open_listing(job.slug) is open_listing(job.slug), "nothing is kept, so nothing is proved"

    seen = [text_of(client.get(job.get_absolute_url()))]
    for thing, name in (
        (job.company, "Renamed Works"),
        (job.primary_role, "Role called otherwise"),
        (beside.company, "Neighbour Renamed"),
    ):
        thing.name = name
        thing.save()
        seen.append(text_of(client.get(job.get_absolute_url())))
        assert (name in seen[-2], name in seen[-1]) == (False, True)
    values = content(title="Other title", primary_role=job.primary_role)
    actions.save_job(job=job, by=None, values=values, base=1)
    actions.submit_job(job=job, by=None)
    waiting = text_of(client.get(job.get_absolute_url()))
    actions.approve_job(job=job, by=None)
    approved = text_of(client.get(job.get_absolute_url()))
    actions.close_job(job=beside, by=None, reason=CloseReason.FILLED)
    alone = text_of(client.get(job.get_absolute_url()))
    actions.close_job(job=job, by=None, reason=CloseReason.FILLED)

    assert ("Other title" in waiting, "Other title" in approved) == (False, True)
    assert ("Beside it" in approved, "Beside it" in alone) == (True, False)
    assert client.get(job.get_absolute_url()).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_listing_that_is_kept_ends_by_the_clock(client, start_worker):
    with time_machine.travel(NOON, tick=False):
        job = OpenJobFactory(at=NOON - timedelta(days=1), closes_at=NOON + timedelta(days=2))
        start_worker()
        assert client.get(job.get_absolute_url()).status_code == 200

    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert client.get(job.get_absolute_url()).status_code == 410
