"""XML for other boards: every open job, well-formed whatever an employer writes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from jobs import aggregators
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db


def read(client) -> ET.Element:
    response = client.get("/jobs/feed.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(response.getvalue())


def jobs(client) -> list[dict[str, str]]:
    return [{part.tag: part.text or "" for part in job} for job in read(client).iter("job")]


@time_machine.travel(datetime(2026, 11, 3, tzinfo=UTC), tick=False)
def test_job_is_told_in_the_words_that_others_read(client):
    job = OpenJobFactory(
        title="Engineer",
        company=CompanyFactory(name="Quill"),
        primary_role=RoleFactory(slug="ml-engineer", name="ML engineer"),
        description="Train models. " * 10,
        responsibilities="",
        benefits="",
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        closes_at=datetime(2026, 12, 2, 9, tzinfo=UTC),
        pay_max=Decimal(180_000),
    )

    root = read(client)
    (found,) = jobs(client)

    assert [part.tag for part in root] == ["publisher", "publisherurl", "lastBuildDate", "job"]
    assert root.findtext("publisher") == "Rolebook"
    assert root.findtext("publisherurl") == "http://testserver"
    assert found == {
        "title": "Engineer",
        "date": "Mon, 02 Nov 2026 09:00:00 GMT",
        "referencenumber": str(job.pk),
        "url": f"http://testserver/jobs/{job.slug}/",
        "company": "Quill",
        "city": "San Jose",
        "state": "CA",
        "country": "US",
        "postalcode": "",
        "description": f"<p>{('Train models. ' * 10).strip()}</p>\n",
        "salary": "$150,000 to $180,000 a year",
        "jobtype": "fulltime",
        "category": "ML engineer",
        "experience": "Mid-level",
        "remotetype": "Hybrid remote",
        "expirationdate": "Wed, 02 Dec 2026 09:00:00 GMT",
    }


def test_remote_job_names_the_country_of_applicants(client):
    OpenJobFactory(workplace="remote", remote_countries=[CountryFactory()])

    (found,) = jobs(client)

    assert (found["city"], found["country"], found["remotetype"]) == ("", "US", "Fully remote")


def test_nothing_that_an_employer_writes_ends_its_element(client):
    nasty = "]]></title></job></source><!-- & \x0b \ufffe"
    OpenJobFactory(title=nasty, company=CompanyFactory(name="A]]>B"), description=nasty)

    (found,) = jobs(client)

    assert found["title"] == "]]></title></job></source><!-- &  "
    assert found["company"] == "A]]>B"


def test_short_description_is_filled_up_with_what_is_known(client):
    OpenJobFactory(title="A", description="B.", responsibilities="", benefits="")

    (found,) = jobs(client)

    assert len(" ".join(strip_tags(found["description"]).split())) >= 100
    assert found["description"].startswith("<p>B.</p>")


def test_every_open_job_is_told_and_no_other(client, monkeypatch):
    monkeypatch.setattr(aggregators, "CHUNK", 2)
    titles = [OpenJobFactory(title=f"Open {number}").title for number in range(5)]
    for factory in (DraftJobFactory, ScheduledJobFactory, ExpiredJobFactory, ClosedJobFactory):
        factory(title="Hidden")

    with CaptureQueriesContext(connection) as queries:
        found = [job["title"] for job in jobs(client)]

    assert found == titles
    asked = [query["sql"] for query in queries if "LIMIT 2" in query["sql"]]
    assert len(asked) == 3 + 1  # the last says that there is no more


def test_whoever_has_the_document_is_told_so(client, time_machine):
    job = OpenJobFactory()
    first = client.get("/jobs/feed.xml")
    b"".join(first)

    same = client.get("/jobs/feed.xml", headers={"if-none-match": first.headers["ETag"]})
    time_machine.move_to(job.closes_at + timedelta(seconds=1))
    later = client.get("/jobs/feed.xml", headers={"if-none-match": first.headers["ETag"]})

    assert (same.status_code, same.getvalue()) == (304, b"")
    assert same.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert later.status_code == 200
    assert b"<job>" not in later.getvalue()


def test_document_is_given_sixty_times_an_hour(client, monkeypatch):
    monkeypatch.setattr(aggregators, "PER_HOUR", 1)

    answers = [client.get("/jobs/feed.xml") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert int(answers[1].headers["Retry-After"]) > 0
