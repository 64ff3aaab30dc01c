"""The queue at the desk: what it shows, and that a decision is taken once."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from jobs import actions
from jobs.models import Job, JobContent, ReturnReason
from jobs.moderation.company import Past
from jobs.moderation.facts import FACTS
from jobs.moderation.reports import report_job
from portal.publishing.models import content_fields, content_relations
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    InReviewJobFactory,
    MembershipFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    content,
    hand_over,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, RoleFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/jobs/job/queue/"


@pytest.fixture
def moderator(client):
    user = StaffFactory(groups=("moderator",), name="Mo")
    client.force_login(user)
    return user


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_queue_holds_what_waits_and_what_is_reported_the_longest_first(client, moderator):
    now = timezone.now()
    made = []
    for days, make in (
        (1, lambda: InReviewJobFactory(title="Young")),
        (3, lambda: hand_over(OpenJobFactory(title="Old"), title="Edited")),
        (2, lambda: report_job(job=OpenJobFactory(title="Reported"), reason="fraud")),
    ):
        with time_machine.travel(now - timedelta(days=days), tick=False):
            made.append(make())
    DraftJobFactory(title="Draft"), ReturnedJobFactory(title="Returned"), OpenJobFactory()

    response = client.get(QUEUE)

    shown = response.context["entries"]
    titles = [entry.looked.revision.title if entry.looked else str(entry.job) for entry in shown]
    assert titles == ["Edited", "Reported", "Young"]
    assert response.context["total"] == 3


def test_empty_queue_says_what_comes_here(client, moderator):
    assert "Nothing waits" in client.get(QUEUE).text


def test_entry_shows_what_a_decision_needs(client, moderator):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    PublishedBenchmarkFactory(
        role=role, measure="mid-level", low=Decimal(100_000), high=Decimal(120_000)
    )
    denver = CityFactory(slug="denver", name="Denver", region_code="CO")
    recruiter = UserFactory(email="ann@elsewhere.example")
    company = CompanyFactory(slug="acme", website="https://www.acme.example", size="")
    MembershipFactory(user=recruiter, company=company)
    ReturnedJobFactory(company=company)
    job = OpenJobFactory(
        company=company,
        title="Machine Engineer",
        primary_role=role,
        locations=[denver],
        benefits="",
    )
    hand_over(
        job,
        title="Machine Learning Engineer",
        primary_role=role,
        locations=[denver],
        benefits="",
    )
    actions.take_back_job(job=job, by=recruiter)
    actions.submit_job(job=job, by=recruiter)

    response = client.get(QUEUE)

    (entry,) = response.context["entries"]
    assert [change.label for change in entry.looked.changes] == ["Title"]
    assert "Machine <ins>Learning </ins>Engineer" in response.text
    assert entry.past == Past(approved=1, returned=1, reports=0, suspended=0)
    assert entry.looked.sender.verdict == (
        "elsewhere.example is not the company’s website, acme.example."
    )
    places = {law.place for item in entry.looked.gaps for law in item.laws}
    assert "Colorado" in places
    for words in (
        "$150,000 to $180,000 a year",
        "$100,000 to $120,000",
        "They are being looked at",
    ):
        assert words in response.text


def review(job: Job) -> str:
    return f"/admin/jobs/job/{job.pk}/review/"


@pytest.mark.parametrize("page", [lambda job: QUEUE, review])
def test_note_of_the_company_and_the_reason_of_the_last_return_are_read_with_a_listing(
    client, moderator, page
):
    job = InReviewJobFactory()
    for reason in ("Name the city.", "Name the pay."):
        actions.return_job(job=job, by=moderator, reason=reason)
        actions.save_job(
            job=job, by=None, values=content(bonus=reason), base=fresh(job).latest_number
        )
        actions.submit_job(job=job, by=None, note=f"Place asked for: Elsewhere. Done: {reason}")

    shown = client.get(page(job)).text

    assert re.findall(r'<div class="queue__text"><p>(.*?)</p></div>', shown) == [
        "Place asked for: Elsewhere. Done: Name the pay.",
        "Name the pay.",
    ]


def test_reason_of_a_return_is_over_once_the_listing_was_approved(client, moderator):
    job = ReturnedJobFactory(reason="Name the city.")
    hand_over(job, title="Approved")
    actions.approve_job(job=job, by=moderator)
    hand_over(job, title="Edited")

    (entry,) = client.get(QUEUE).context["entries"]

    assert (entry.looked.said.reason, entry.looked.said.returned_at) == ("", None)


@pytest.mark.parametrize("page", [lambda job: QUEUE, review])
def test_new_listing_shows_all_that_it_says(client, moderator, page):
    job = InReviewJobFactory(
        locations=[CityFactory(slug="denver", name="Denver", region_code="CO")],
        level="senior",
        workplace="hybrid",
        employment_type="contract",
        bonus="10 % of base pay",
        commission="",
        benefits="Health insurance\nA garden",
        ai_screening="No software ranks anybody.",
        deadline=timezone.now().date(),
        apply_url="https://apply.example/17",
    )

    shown = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", client.get(page(job)).text))

    wanted = {
        "Level": "Senior",
        "Employment type": "Contract",
        "Workplace": "Hybrid",
        "Locations": "Denver, CO, US",
        "Bonus": "10 % of base pay",
        "Benefits": "Health insurance<br>A garden",
        "AI screening": "No software ranks anybody.",
        "Application deadline": f"{timezone.now():%Y-%m-%d}",
        "Apply at": "https://apply.example/17",
        "Not stated": "Skills, Remote countries, Commission, Equity, Apply by e-mail to",
    }
    assert {label: shown.get(label) for label in wanted} == wanted


def test_entry_names_the_day_of_closing_that_approving_gives(client, moderator):
    today = timezone.now().date()
    job = InReviewJobFactory(deadline=today)
    edited = OpenJobFactory(deadline=today)
    later = today + timedelta(days=40)
    hand_over(edited, title="Edited", deadline=later)

    shown = client.get(QUEUE).text

    for each, day in ((job, today), (edited, later)):
        entry = shown[shown.index(f'id="job-{each.pk}"') :].partition("</article>")[0]
        assert f"until {day + timedelta(days=1)} 12:00 UTC" in entry


def test_no_part_of_a_listing_is_kept_from_a_moderator():
    elsewhere = {"title", "description", "responsibilities"}
    pay = {"pay_min", "pay_max", "currency", "period"}

    written = {*content_fields(JobContent), *content_relations(JobContent)}

    assert written == {*FACTS} | elsewhere | pay


def test_listing_is_approved_and_another_returned_from_the_queue(client, moderator):
    good, bad = InReviewJobFactory(title="Good"), InReviewJobFactory(title="Bad")
    chosen, _ = ReturnReason.objects.get_or_create(name="City", defaults={"text": "Name the city."})

    first = client.post(
        QUEUE, {"step": "approve", "job": good.pk, f"seen-{good.pk}": 1}, follow=True
    )
    client.post(QUEUE, {"step": "return", "job": bad.pk, "template": chosen.pk, "reason": ""})

    assert said(first) == ["Approved “Good”."]
    assert [fresh(job).status for job in (good, bad)] == ["published", "returned"]
    event = bad.events.first()
    assert (event.by, event.note) == (moderator, chosen.text)


def test_ticked_listings_are_decided_on_each_with_what_was_seen(client, moderator):
    seen, stale = InReviewJobFactory(title="Seen"), InReviewJobFactory(title="Stale")
    hand_over(stale, title="Stale")

    response = client.post(
        QUEUE,
        {
            "step": "return",
            "reason": "Name the city.",
            "job": [seen.pk, stale.pk],
            f"seen-{seen.pk}": 1,
            f"seen-{stale.pk}": 1,
        },
        follow=True,
    )

    assert [fresh(job).status for job in (seen, stale)] == ["returned", "in_review"]
    assert "was saved by somebody else after you opened revision 1" in said(response)[1]


def test_second_moderator_learns_who_decided(client, moderator):
    job = InReviewJobFactory(title="Both")
    other = StaffFactory(groups=("moderator",), name="Ann")
    actions.return_job(job=job, by=other, reason="Name the city.", seen=1)

    response = client.post(
        QUEUE, {"step": "approve", "job": job.pk, f"seen-{job.pk}": 1}, follow=True
    )

    (words,) = said(response)
    assert "could not be approved" in words
    assert "Returned by Ann" in words
    assert fresh(job).status == "returned"


def test_return_without_a_reason_names_what_is_missing_and_opens_its_form(client, moderator):
    job = InReviewJobFactory()

    response = client.post(QUEUE, {"step": "return", "job": job.pk, "reason": " "})

    assert response.status_code == 400
    assert "Choose a reason, or type one" in response.text
    assert "data-queue-return open" in response.text
    assert fresh(job).status == "in_review"


@pytest.mark.parametrize("job", ["", "x", "²", "9" * 30, "0"])
def test_decision_on_nothing_is_refused_in_words(client, moderator, job):
    response = client.post(QUEUE, {"step": "approve", "job": job})

    assert response.status_code == 400
    assert "Choose a listing first" in response.text


def test_reports_are_decided_once_with_a_note_and_forget_who_sent_them(client, moderator):
    job = OpenJobFactory(title="Odd")
    first, later = (report_job(job=job, reason="fraud", address="a@example.org") for _ in "12")
    decision = {"job": job.pk, "decision": "dismissed", "seen": first.pk}

    bare = client.post(QUEUE, decision)
    done = client.post(QUEUE, {**decision, "note": "It is real."}, follow=True)
    again = client.post(QUEUE, {**decision, "note": "It is real."}, follow=True)

    assert (bare.status_code, "Say why." in bare.text) == (400, True)
    assert said(done) == ["Dismissed the reports of “Odd”."]
    assert "could not be decided on" in said(again)[0]
    for report in (first, later):
        report.refresh_from_db()
    assert (first.decision, first.decided_by, first.note, first.address) == (
        *("dismissed", moderator, "It is real.", ""),
    )
    assert (later.decision, later.address) == ("", "a@example.org")
    assert list(job.events.values_list("kind", "by", "note")[:1]) == [
        ("dismissed", moderator.pk, "It is real.")
    ]


@pytest.mark.parametrize(("decision", "status"), [("returned", "returned"), ("closed", "closed")])
def test_reported_listing_is_taken_off_the_site(client, moderator, decision, status):
    job = OpenJobFactory()
    report = report_job(job=job, reason="fraud")

    client.post(QUEUE, {"job": job.pk, "decision": decision, "note": "No.", "seen": report.pk})

    assert (fresh(job).status, list(Job.objects.public())) == (status, [])
    assert list(Job.objects.gone()) == [job]


def test_suspended_company_leaves_the_site_and_the_queue_and_nothing_of_it_is_approved(
    client, moderator
):
    company = CompanyFactory()
    live, waits = OpenJobFactory(company=company), InReviewJobFactory(company=company)
    other = OpenJobFactory()
    reported = [report_job(job=job, reason="fraud") for job in (live, other)]
    decision = {"decision": "suspended", "note": "A fraud."}

    client.post(QUEUE, {**decision, "job": live.pk, "seen": reported[0].pk})
    late = client.post(QUEUE, {"step": "approve", "job": waits.pk}, follow=True)
    client.post(QUEUE, {"step": "suspend", "job": other.pk, "reason": "A fraud."})

    company.refresh_from_db()
    assert (company.is_suspended, fresh(live).status, fresh(waits).status) == (
        *(True, "closed", "in_review"),
    )
    assert "could not be approved" in said(late)[-1]
    assert fresh(other).status == "closed"
    assert list(Job.objects.public()) == []
    entries = client.get(QUEUE).context["entries"]
    assert [entry.job for entry in entries] == [other]  # its report is still to be decided on


def test_report_on_a_listing_that_left_the_site_meanwhile_stays_open(client, moderator):
    job = ClosedJobFactory()
    report = report_job(job=job, reason="fraud")

    client.post(QUEUE, {"job": job.pk, "decision": "closed", "note": "No.", "seen": report.pk})

    report.refresh_from_db()
    assert report.decision == ""


def test_desk_counts_reported_listings_once(client, moderator):
    job = OpenJobFactory()
    report_job(job=job, reason="fraud"), report_job(job=job, reason="pay")

    waiting = {
        item.title: (item.count, item.url) for item in client.get("/admin/").context["waiting"]
    }

    assert waiting["Reported listings"] == (1, QUEUE)


@pytest.mark.parametrize("number", [1, 30])
def test_queue_asks_a_fixed_number_of_queries(
    client, moderator, number, django_assert_max_num_queries
):
    company, person = CompanyFactory(), UserFactory()
    for _ in range(number // 2 + 1):
        job = InReviewJobFactory(company=company, by=person)
        report_job(job=job, reason="fraud", words="Look.")
        hand_over(OpenJobFactory(company=CompanyFactory()), title="Edited")
    client.get(QUEUE)

    with django_assert_max_num_queries(32):
        client.get(QUEUE)
