"""Open jobs in the search of the site."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.search import find
from portal.search.asking import ask
from tests.factories.jobs import CompanyFactory, ExpiredJobFactory, OpenJobFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def test_jobs_are_those_of_the_list_in_its_order(client):
    now = timezone.now()
    for age, title in enumerate(("Painter", "Lantern maker", "Lantern seller"), start=1):
        OpenJobFactory(title=title, description="A lantern.", at=now - timedelta(days=age))
    OpenJobFactory(title="Other", description="Nothing of it.")
    ExpiredJobFactory(title="Lantern lighter")
    listed = client.get("/jobs/?q=lantern").context["cards"]

    found = find(("lantern",))

    titles = [result.title for result in found.results(0, 20)]
    assert (
        titles == [card.title for card in listed] == ["Lantern maker", "Lantern seller", "Painter"]
    )
    assert found.total == 3


def test_result_says_who_where_and_for_how_much():
    job = OpenJobFactory(
        title="Lantern maker",
        company=CompanyFactory(slug="quill", name="Quill"),
        description="## Work\n\nMake *lanterns* glow.",
        workplace="onsite",
        pay_min=90_000,
        pay_max=120_000,
    )

    [result] = find(("lantern",)).results(0, 1)

    assert result.url == job.get_absolute_url()
    assert result.facts == ("Quill", f"On-site, {job.place_label}")
    assert result.pay == "$90,000 to $120,000 a year"
    assert result.text == "Work\nMake lanterns glow."


def test_link_to_the_list_finds_as_many(client):
    role = RoleFactory(slug="keeper", name="Zoo keeper")
    OpenJobFactory(title="Zoo keeper", primary_role=role)
    OpenJobFactory(title="Other", description="Nothing of it.", primary_role=RoleFactory())

    [shelf] = [shelf for shelf in ask("zoo keeper jobs").shelves if shelf.section.name == "jobs"]

    assert shelf.address == "/jobs/?q=zoo+keeper"
    assert shelf.page.total == client.get(shelf.address).context["page"].total == 1


def test_question_for_jobs_alone_leads_to_the_whole_list():
    [shelf] = [shelf for shelf in ask("jobs").shelves if shelf.section.name == "jobs"]

    assert shelf.address == "/jobs/"
