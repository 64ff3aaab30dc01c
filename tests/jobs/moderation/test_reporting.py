"""Readers report a listing: without a cookie, all answered alike, and their address is forgotten."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from jobs.models import Job, Report
from jobs.moderation.reports import decide_reports, forget_addresses, report_job
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}


FORM = {"content_type": "application/x-www-form-urlencoded"}


def sent(client, job: Job, **given: str):
    address = f"{job.get_absolute_url()}report/send/"
    return client.post(address, urlencode(given), headers=HERE, **FORM)


def test_report_is_kept_and_answered_with_thanks_however_often(client):
    job = OpenJobFactory()

    answers = [
        sent(client, job, reason="fraud", words="A fee.", address="a@example.org") for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert "Thank you" in answers[0].text
    assert not answers[0].cookies
    kept = Report.objects.values_list("job", "reason", "words", "address")
    assert list(kept) == [(job.pk, "fraud", "A fee.", "a@example.org")] * 2


def test_page_of_a_listing_leads_to_its_report(client):
    job = OpenJobFactory(title="Odd")

    assert f"{job.get_absolute_url()}report/" in client.get(job.get_absolute_url()).text
    page = client.get(f"{job.get_absolute_url()}report/")
    assert "Report this listing" in page.text
    assert "Odd" in page.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"words": "Kept <b>"}, "Choose what is wrong with it."),
        ({"reason": "nonsense", "words": "Kept <b>"}, "Choose one of these."),
        ({"reason": "fraud", "words": "Kept <b>", "address": "x"}, "Enter a valid email address."),
        ({"reason": "fraud", "words": "Kept <b>" + "x" * 2_000}, "at most 2000 characters"),
    ],
)
def test_report_that_cannot_be_taken_names_the_field_and_keeps_what_was_typed(client, given, words):
    answer = sent(client, OpenJobFactory(), **given)

    assert answer.status_code == 400
    assert words in answer.text
    assert "Kept &lt;b&gt;" in answer.text
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "factory", [DraftJobFactory, ScheduledJobFactory, ExpiredJobFactory, ClosedJobFactory]
)
def test_listing_that_readers_do_not_see_is_not_reported(client, factory):
    job = factory()

    page, answer = client.get(f"{job.get_absolute_url()}report/"), sent(client, job, reason="fraud")

    assert (page.status_code, answer.status_code) == (404, 404)
    assert Report.objects.count() == 0


def test_network_that_reports_without_end_is_stopped(client):
    job = OpenJobFactory()

    codes = [sent(client, job, reason="fraud").status_code for _ in range(21)]

    assert (codes[19], codes[20], Report.objects.count()) == (200, 429, 20)


def test_address_of_a_reader_is_forgotten_after_ninety_days():
    job, now = OpenJobFactory(), timezone.now()
    for days in (91, 89):
        with time_machine.travel(now - timedelta(days=days), tick=False):
            report_job(job=job, reason="pay", address=f"{days}@example.org")

    assert (forget_addresses(), forget_addresses()) == (1, 0)
    assert list(Report.objects.values_list("address", flat=True)) == ["", "89@example.org"]


def test_posted_copy_is_kept_for_three_years_whoever_deletes(client):
    draft, job = DraftJobFactory(), ClosedJobFactory()
    client.force_login(SuperuserFactory())

    client.post(
        "/admin/jobs/job/",
        {"action": "delete_selected", "_selected_action": [job.pk], "post": "yes"},
    )
    with pytest.raises(ProtectedError, match="protected foreign keys"):
        job.delete()
    with pytest.raises(ProtectedError):
        Job.objects.filter(pk__in=[draft.pk, job.pk]).delete()

    assert set(Job.objects.all()) == {draft, job}
    assert job.revisions.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=4 * 366), tick=False):
        Job.objects.filter(pk__in=[draft.pk, job.pk]).delete()
    assert Job.objects.count() == 0


def test_desk_tells_what_was_reported_and_who_decided_what(client):
    moderator = StaffFactory(groups=("moderator",), name="Mo Derate")
    copied, asks_money = OpenJobFactory(title="Copied"), OpenJobFactory(title="Asks for money")
    for job, reason in ((copied, "copy"), (asks_money, "fraud")):
        report_job(job=job, reason=reason, words="As I say.", address="reader@example.org")
    decide_reports(job=copied, by=moderator, decision="dismissed", note="It is their own text.")
    client.force_login(moderator)

    everything, decided, waiting = (
        client.get(f"/admin/jobs/report/{query}").text
        for query in ("", "?decision=dismissed", "?decision=open")
    )
    pages = [
        client.get(f"/admin/jobs/report/{report.pk}/change/").text
        for report in Report.objects.order_by("pk")
    ]

    listed = [
        ("Copied" in html, "Asks for money" in html) for html in (everything, decided, waiting)
    ]
    assert listed == [(True, True), (True, False), (False, True)]
    assert "It is their own text." in pages[0]
    assert "Mo Derate" in pages[0]
    assert "/admin/accounts/" not in pages[0], "a link that answers 403"
    assert "/admin/jobs/job/queue/" in pages[1]
    assert not any("reader@example.org" in html for html in (everything, *pages))
