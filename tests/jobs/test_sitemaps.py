import pytest

from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)

pytestmark = pytest.mark.django_db


def addresses(client, section: str) -> list[str]:
    page = client.get(f"/sitemaps/{section}-0.xml").content.decode()
    return [part.partition("</loc>")[0] for part in page.split("<loc>")[1:]]


def test_sitemap_lists_open_jobs_only(client):
    job = OpenJobFactory()
    DraftJobFactory(), ScheduledJobFactory(), ExpiredJobFactory(), ClosedJobFactory()

    assert addresses(client, "jobs") == [f"http://testserver/jobs/{job.slug}/"]


def test_sitemap_lists_companies_that_hire(client):
    company = OpenJobFactory().company
    ExpiredJobFactory(), DraftJobFactory()

    assert addresses(client, "companies") == [f"http://testserver/jobs/companies/{company.slug}/"]


def test_list_of_jobs_is_in_the_sitemap(client):
    assert "http://testserver/jobs/" in addresses(client, "pages")
