import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(response) -> ET.Element:
    return ET.fromstring(response.content)


def entry_titles(response) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed(response).iter(f"{ATOM}entry")]


def test_feed_holds_open_jobs_newest_first(client):
    company = CompanyFactory(name="Quill")
    now = timezone.now()
    OpenJobFactory(company=company, title="Older", at=now - timedelta(days=2))
    OpenJobFactory(company=company, title="Newer", at=now - timedelta(days=1))
    DraftJobFactory(), ScheduledJobFactory(), ExpiredJobFactory(), ClosedJobFactory()

    assert entry_titles(client.get("/jobs/feed/")) == ["Newer, Quill", "Older, Quill"]


def test_feed_is_narrowed_as_the_list_is(client):
    OpenJobFactory(
        title="One", company=CompanyFactory(name="A"), primary_role=RoleFactory(slug="one")
    )
    OpenJobFactory(title="Two", primary_role=RoleFactory(slug="two"))

    response = client.get("/jobs/feed/?role=one")

    assert entry_titles(response) == ["One, A"]
    links = {link.get("rel"): link.get("href") for link in feed(response).findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/jobs/?role=one",
        "self": "http://testserver/jobs/feed/?role=one",
    }


@time_machine.travel(datetime(2026, 11, 3, tzinfo=UTC), tick=False)
def test_feed_entry_says_what_the_job_pays_and_where_that_stands(client):
    job = OpenJobFactory(
        title="Engineer",
        company=CompanyFactory(name="Quill"),
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        closes_at=datetime(2027, 1, 1, tzinfo=UTC),
    )

    (entry,) = feed(client.get("/jobs/feed/")).iter(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}summary") == (
        "Quill. San Jose, CA, US. Hybrid. Mid-level · Full-time. $150,000 to $180,000 a year. "
        "There is no benchmark for this role yet."
    )
    assert (
        entry.findall(f"{ATOM}link")[0].get("href") == f"http://testserver{job.get_absolute_url()}"
    )
    assert entry.findtext(f"{ATOM}published") == "2026-11-02T09:00:00+00:00"


@pytest.mark.parametrize("query", ["role=nobody", "pay_min=NaN", "workplace=moon"])
def test_feed_refuses_a_filter_it_does_not_understand(client, query):
    response = client.get(f"/jobs/feed/?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()
