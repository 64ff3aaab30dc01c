"""What a change of a place does to the jobs under it, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Job, JobPlace
from portal.freshness.topics import worker
from tests.factories.jobs import CompanyFactory, OpenJobFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RegionFactory

pytestmark = pytest.mark.django_db


def saving(place) -> list[str]:
    """The statements that saving a place takes."""
    with CaptureQueriesContext(connection) as queries:
        place.save()
    return [query["sql"] for query in queries]


def found_under(job: Job) -> set[str]:
    return set(JobPlace.objects.filter(job=job).values_list("place__slug", flat=True))


def test_place_saved_unchanged_asks_nothing_of_jobs():
    city = CityFactory()
    OpenJobFactory(locations=[city])
    count = worker.count

    city.slug = "another-address"
    statements = saving(city)

    assert [sql for sql in statements if '"jobs_' in sql] == []
    assert not worker.has_moved(("jobs",), count)


def test_new_place_asks_nothing_of_jobs():
    city = CityFactory.build(parent=RegionFactory())

    assert [sql for sql in saving(city) if '"jobs_' in sql] == []


def test_renamed_place_is_written_on_all_its_jobs_at_a_cost_that_does_not_grow():
    company, boston, austin = (
        CompanyFactory(),
        *(
            CityFactory(slug=slug, name=slug.title(), region_code="", parent=CountryFactory())
            for slug in ("boston", "austin")
        ),
    )
    OpenJobFactory(company=company, locations=[boston])
    for _ in range(12):
        OpenJobFactory(company=company, locations=[austin])
    count = worker.count

    boston.name, austin.name = "Bostonia", "Austinia"
    costs = [len(saving(boston)), len(saving(austin))]

    assert costs[0] == costs[1]
    labels = Job.objects.order_by("pk").values_list("place_label", flat=True)
    assert list(labels) == ["Bostonia, US", *["Austinia, US"] * 12]
    assert worker.has_moved(("jobs",), count)


def test_jobs_of_several_batches_are_all_renamed(monkeypatch):
    monkeypatch.setattr("jobs.places.BATCH", 2)
    city = CityFactory()
    for _ in range(5):
        OpenJobFactory(locations=[city])

    city.name = "San José"
    city.save()

    assert set(Job.objects.values_list("place_label", flat=True)) == {"San José, CA, US"}


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"region_code": "MA"}, "San Jose, MA, US"),
        ({"kind": "region", "region_code": "MA"}, "San Jose, US"),
    ],
)
def test_job_says_what_else_changes_of_its_place(change, label):
    city = CityFactory()
    job = OpenJobFactory(locations=[city])

    for name, value in change.items():
        setattr(city, name, value)
    city.save()

    assert Job.objects.get(pk=job.pk).place_label == label


def test_jobs_in_a_place_that_moves_are_found_where_it_lies_now():
    region, canada = RegionFactory(), CountryFactory(slug="ca", name="Canada", country="CA")
    city = CityFactory(parent=region)
    job = OpenJobFactory(locations=[city])
    beside = OpenJobFactory(locations=[region])
    assert found_under(job) == {"san-jose-ca", "us-ca", "us"}

    city.parent, city.country = canada, "CA"
    city.save()

    assert found_under(job) == {"san-jose-ca", "ca"}
    assert found_under(beside) == {"us-ca", "us"}
    assert Job.objects.get(pk=job.pk).pay_country == "CA"


def test_jobs_of_a_city_follow_its_region_to_another_country():
    region, canada = RegionFactory(), CountryFactory(slug="ca", name="Canada", country="CA")
    job = OpenJobFactory(locations=[CityFactory(parent=region)])

    region.parent, region.country = canada, "CA"
    region.save()

    assert found_under(job) == {"san-jose-ca", "us-ca", "ca"}
