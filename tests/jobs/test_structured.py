"""JSON-LD as Google’s rules for JobPosting want it, read from the page itself."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from tests.factories.jobs import CompanyFactory, OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, CountryFactory

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN"}


def posting(client, job) -> dict:
    page = client.get(job.get_absolute_url()).content.decode()
    (found,) = SCRIPT.findall(page)
    first, _ = json.loads(found)
    return first


@time_machine.travel(datetime(2026, 11, 3, tzinfo=UTC), tick=False)
def test_whole_posting_of_an_office_job(client):
    company = CompanyFactory(name="Quill", slug="quill")
    job = OpenJobFactory(
        title="ML Engineer",
        company=company,
        description="Train models.",
        responsibilities="Train\nWatch",
        benefits="Lunch",
        external_id="Q-17",
        key="fixed",
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        closes_at=datetime(2027, 1, 2, 9, tzinfo=UTC),
    )

    assert posting(client, job) == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "ML Engineer",
        "description": "<p>Train models.</p>\n"
        "<h3>What you would do</h3>\n<ul><li>Train</li><li>Watch</li></ul>\n"
        "<h3>Benefits</h3>\n<ul><li>Lunch</li></ul>\n",
        "datePosted": "2026-11-02T09:00:00Z",
        "validThrough": "2027-01-02T09:00:00Z",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {
            "@type": "Organization",
            "name": "Quill",
            "sameAs": "https://quill.example",
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "USD",
            "value": {
                "@type": "QuantitativeValue",
                "unitText": "YEAR",
                "minValue": 150000,
                "maxValue": 180000,
            },
        },
        "url": f"http://testserver/jobs/{job.slug}/",
        "identifier": {"@type": "PropertyValue", "name": "Quill", "value": "Q-17"},
        "jobLocation": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": "US",
                    "addressLocality": "San Jose",
                    "addressRegion": "CA",
                },
            }
        ],
    }


@pytest.mark.parametrize("about", ["Lends money.", ""])
def test_website_of_the_employer_stands_on_the_page(client, about):
    company = CompanyFactory(about=about, website="https://quill.example/we")
    bare = CompanyFactory(about=about, website="")

    job, other = OpenJobFactory(company=company), OpenJobFactory(company=bare)

    assert posting(client, job)["hiringOrganization"]["sameAs"] == "https://quill.example/we"
    link = (
        '<a href="https://quill.example/we" rel="nofollow noopener external">quill.example/we</a>'
    )
    assert link in client.get(job.get_absolute_url()).content.decode()
    assert "Website:" not in client.get(other.get_absolute_url()).content.decode()


def test_remote_job_names_where_applicants_may_live(client):
    canada = CountryFactory(slug="ca", name="Canada", country="CA")
    job = OpenJobFactory(workplace="remote", remote_countries=[CountryFactory(), canada])

    found = posting(client, job)

    assert found["jobLocationType"] == "TELECOMMUTE"
    assert found["applicantLocationRequirements"] == [
        {"@type": "Country", "name": "Canada"},
        {"@type": "Country", "name": "United States"},
    ]
    assert "jobLocation" not in found


def test_hybrid_job_never_telecommutes(client):
    found = posting(client, OpenJobFactory(workplace="hybrid", locations=[CityFactory()]))

    assert "jobLocationType" not in found
    assert "applicantLocationRequirements" not in found


def test_fixed_hourly_rate_is_one_value(client):
    job = OpenJobFactory(period="hour", pay_min=Decimal("62.50"), pay_max=Decimal("62.50"))

    assert posting(client, job)["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "HOUR",
        "value": 62.5,
    }


def test_benchmark_never_stands_for_pay(client):
    job = OpenJobFactory()
    PublishedBenchmarkFactory(role=job.primary_role, measure="mid-level", low=1, high=2)

    assert posting(client, job)["baseSalary"]["value"]["minValue"] == 150000


@pytest.mark.parametrize("kind", ["full_time", "part_time", "contract", "temporary", "internship"])
def test_employment_type_is_one_that_google_knows(client, kind):
    assert posting(client, OpenJobFactory(employment_type=kind))["employmentType"] in TYPES


def test_text_cannot_end_the_script_it_stands_in(client):
    nasty = "</script><script>alert(1)</script> & <!--"

    job = OpenJobFactory(
        title=nasty, external_id="</script>", company=CompanyFactory(name="A<b>&\u2028")
    )

    assert posting(client, job)["title"] == nasty
    page = client.get(job.get_absolute_url()).content.decode()
    assert not set("<>&") & set(SCRIPT.findall(page)[0])


def test_direct_apply_is_not_claimed(client):
    assert "directApply" not in posting(client, OpenJobFactory())
