"""What the program looks up about a listing before a moderator reads it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import actions
from jobs.models import Inspection, Job, OutsideLink, TextMark
from jobs.moderation.inspection import inspect, links_of, take_up
from jobs.moderation.likeness import shingles
from portal.demo import Loader
from tests.factories.jobs import (
    CompanyFactory,
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
)

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"word{number} of the text that says what the work is" for number in range(40))
HERE = {"apply_url": "http://127.0.0.1:9/apply"}  # nobody outside the house is asked


def found(job: Job) -> list[tuple[str, int]]:
    return [(str(near.other), near.percent) for near in job.likenesses.all()]


def looked_over(**given: object) -> Job:
    job = InReviewJobFactory(company=CompanyFactory(website=""), **HERE, **given)
    inspect.func(job.pk)
    return job


def test_links_of_the_text_are_found_each_with_its_field():
    job = DraftJobFactory(
        description="See [us](https://a.example/x) and https://b.example/y_(1). Not mailto:c@d.example",
        apply_url="https://apply.example/",
    )

    assert list(links_of(job.revisions.get(), "https://acme.example")) == [
        ("description", "https://a.example/x"),
        ("description", "https://b.example/y_"),
        ("apply_url", "https://apply.example/"),
        ("website", "https://acme.example"),
    ]


def test_address_in_the_house_is_not_asked_and_that_is_kept_with_its_time():
    job = looked_over(description="http://[::1]/ and http://169.254.169.254/latest/meta-data")

    links = OutsideLink.objects.filter(job=job).values_list("address", "state").order_by("address")
    assert list(links) == [
        ("http://127.0.0.1:9/apply", "refused"),
        ("http://169.254.169.254/latest/meta-data", "refused"),
    ]
    assert job.inspection.number == 1
    assert job.inspection.done_at is not None


def test_address_that_cannot_be_read_stops_nothing():
    job = looked_over(description="[x](https://℀.example/)")

    links = OutsideLink.objects.filter(job=job).values_list("address", "state").order_by("-pk")
    assert list(links) == [
        ("http://127.0.0.1:9/apply", "refused"),
        ("https://℀.example/", "unreachable"),
    ]
    assert Inspection.objects.get(job=job).done_at


def test_listing_that_says_nearly_the_same_is_found_whoever_lists_it():
    looked_over(title="First", description=TEXT)
    looked_over(title="Other", description="Nothing of the kind. " * 20)

    copy = looked_over(title="First", description=TEXT.replace("word7 ", "another "))

    ((title, percent),) = found(copy)
    assert title == "First"
    assert 80 < percent < 100


def test_texts_without_words_are_compared_too():
    assert len(shingles(DraftJobFactory(title="人工", description="").revisions.get())) == 1


def test_newer_text_replaces_what_was_found_about_the_older_one():
    looked_over(title="First", description=TEXT)
    copy = looked_over(title="First", description=TEXT)
    assert found(copy) == [("First", 100)]
    other = content(title="Another", description="All of it is new now, and short.", **HERE)
    actions.save_job(job=copy, by=None, values=other, base=1)
    actions.submit_job(job=copy, by=None)

    inspect.func(copy.pk)

    assert found(copy) == []
    copy.inspection.refresh_from_db()
    assert copy.inspection.number == 2


def test_search_for_copies_costs_the_same_however_many_there_are():
    def cost() -> int:
        job = InReviewJobFactory(company=CompanyFactory(website=""), description=TEXT, **HERE)
        with CaptureQueriesContext(connection) as queries:
            inspect.func(job.pk)
        return len(queries)

    first = [cost() for _ in range(3)][-1]
    for _ in range(25):
        InReviewJobFactory(description=TEXT)
    call_command("mark_listings", verbosity=0)

    assert cost() <= first + 1


def test_what_a_killed_worker_left_is_taken_up_later():
    job = InReviewJobFactory()

    now = take_up()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        later = take_up()
    inspect.func(job.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=22), tick=False):
        done = take_up()

    assert (now, later, done) == (0, 1, 0)


def test_command_marks_accepted_listings_once(capsys):
    OpenJobFactory(), DraftJobFactory()

    call_command("mark_listings")
    call_command("mark_listings")

    assert [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("Listings marked")
    ] == [
        "Listings marked: 1.",
        "Listings marked: 0.",
    ]
    assert TextMark.objects.values("job").distinct().count() == 1


def test_links_of_the_demo_are_not_asked() -> None:
    job = InReviewJobFactory()
    Loader("jobs", 0, lambda step: inspect.func(job.pk)).load(print)

    details = set(job.outside_links.values_list("detail", flat=True))
    assert details == {"Not asked: it is part of the demo."}
