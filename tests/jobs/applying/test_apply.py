"""The way from a listing to the employer is counted, and leads nowhere else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs.models import JobDay
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)

pytestmark = pytest.mark.django_db

TARGET = "https://quill.example/apply?a=1&b=2"
BROWSER = {"user-agent": "Firefox"}


def clicks() -> int:
    return sum(JobDay.objects.values_list("clicks", flat=True))


def test_click_is_counted_once_a_day_and_leads_to_the_employer():
    job = OpenJobFactory(apply_url=TARGET)
    client = Client(headers=BROWSER)

    answers = [client.get(f"/jobs/{job.slug}/apply/?next=https://evil.example") for _ in range(2)]

    for answer in answers:
        assert (answer.status_code, answer.headers["Location"]) == (302, TARGET)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not answer.cookies
    assert list(JobDay.objects.values_list("job", "views", "clicks")) == [(job.pk, 0, 1)]


def test_click_on_a_listing_with_letters_leads_to_the_form():
    job = OpenJobFactory(apply_url="", apply_email="jobs@quill.example")

    answer = Client(headers=BROWSER).get(f"/jobs/{job.slug}/apply/")

    assert answer.headers["Location"] == f"/jobs/{job.slug}/apply/letter/"
    assert clicks() == 1


@pytest.mark.parametrize(
    "headers",
    [
        BROWSER | {"sec-purpose": "prefetch"},
        BROWSER | {"sec-purpose": "prefetch;prerender"},
        BROWSER | {"purpose": "prefetch"},
        BROWSER | {"sec-fetch-mode": "no-cors"},
        {"user-agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"},
        {},
    ],
)
def test_what_nobody_clicked_is_not_counted(headers):
    job = OpenJobFactory(apply_url=TARGET)

    answer = Client(headers=headers).get(f"/jobs/{job.slug}/apply/")

    assert answer.headers["Location"] == TARGET
    assert clicks() == 0


def test_looking_at_the_head_is_no_click():
    job = OpenJobFactory()

    assert Client(headers=BROWSER).head(f"/jobs/{job.slug}/apply/").status_code == 302
    assert clicks() == 0


@pytest.mark.parametrize(
    ("factory", "status"),
    [
        (ClosedJobFactory, 410),
        (ExpiredJobFactory, 410),
        (DraftJobFactory, 404),
        (ScheduledJobFactory, 404),
    ],
)
@pytest.mark.parametrize("way", [{}, {"apply_url": "", "apply_email": "secret@quill.example"}])
def test_nobody_applies_for_what_is_not_open(factory, status, way):
    job = factory(**way)
    client = Client(headers=BROWSER | {"origin": "http://testserver"})
    form = {"name": "A", "email": "a@b.example", "message": "Hello"}
    sent = "&".join(f"{name}={value}" for name, value in form.items())

    answers = [
        client.get(f"/jobs/{job.slug}/apply/"),
        client.get(f"/jobs/{job.slug}/apply/letter/"),
        client.get(f"/jobs/{job.slug}/apply/letter/sent/"),
        client.post(
            f"/jobs/{job.slug}/apply/letter/send/",
            sent,
            content_type="application/x-www-form-urlencoded",
        ),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert all(b"secret@" not in answer.content for answer in answers)
    assert clicks() == 0


def test_listing_with_a_page_takes_no_letters():
    job = OpenJobFactory(apply_url=TARGET)

    assert Client().get(f"/jobs/{job.slug}/apply/letter/").status_code == 404


def test_crawlers_are_asked_to_stay_away(client):
    assert "Disallow: /*/apply/\n" in client.get("/robots.txt").content.decode()


def test_link_to_apply_dies_with_the_listing(time_machine):
    job = OpenJobFactory(apply_url=TARGET)

    time_machine.move_to(job.closes_at + timedelta(seconds=1))

    assert job.closes_at < timezone.now()
    assert Client(headers=BROWSER).get(f"/jobs/{job.slug}/apply/").status_code == 410
