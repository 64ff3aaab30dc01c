"""Beside a job stand those nearest to it, at a cost that doesn't grow with the board."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from jobs.finding.nearest import Sums
from jobs.models import Job
from tests.factories.jobs import ClosedJobFactory, OpenJobFactory
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory


def test_sums_order_places_as_adding_up_does():
    rng, size = Random(3), 200
    sets = [(rng.getrandbits(size), rng.choice((1, 2, 4))) for _ in range(40)]
    sums = Sums()
    for bits, points in sets:
        sums.add(bits, points)
    among = rng.getrandbits(size)

    found = list(sums.highest_first(among))

    totals = {
        place: sum(points for bits, points in sets if bits >> place & 1)
        for place in range(size)
        if among >> place & 1
    }
    assert found == sorted(totals, key=lambda place: (-totals[place], -place))


@pytest.mark.django_db
def test_nearest_by_skill_level_and_place_come_first(client):
    python, rust = SkillFactory(slug="python"), SkillFactory(slug="rust")
    here, other = RoleFactory(slug="here"), RoleFactory(slug="other")
    france = CountryFactory(slug="fr", name="France", country="FR")
    paris = CityFactory(slug="paris", name="Paris", country="FR", region_code="", parent=france)
    job = OpenJobFactory(title="This", primary_role=here, skills=[python, rust], level="mid")
    old = timezone.now() - timedelta(days=5)
    near = {"primary_role": here, "skills": [python, rust]}
    OpenJobFactory(title="Same level, skills and place", **near, level="mid", at=old)
    OpenJobFactory(title="Level beside", **near, level="senior")
    OpenJobFactory(title="Far level", **near, level="lead")
    OpenJobFactory(title="Elsewhere", **near, level="lead", locations=[paris])
    OpenJobFactory(title="Other role, same skill", primary_role=other, skills=[python])
    OpenJobFactory(title="Other role, no skill", primary_role=other)
    ClosedJobFactory(title="Closed", **near)

    page = client.get(job.get_absolute_url())

    assert [card.title for card in page.context["similar"]] == [
        "Same level, skills and place",
        "Level beside",
        "Far level",
        "Elsewhere",
        "Other role, same skill",
    ]


def test_similar_job_vanishes_from_a_kept_page_when_it_expires(
    client, transactional_db, time_machine, settings
):
    job = OpenJobFactory(title="This", closes_at=timezone.now() + timedelta(days=20))
    other = OpenJobFactory(title="Zanzibar", closes_at=timezone.now() + timedelta(days=9))
    assert Job.objects.public().count() == 2
    before = client.get(job.get_absolute_url())

    time_machine.move_to(other.closes_at + timedelta(seconds=1))

    assert "Zanzibar" in before.content.decode()
    assert "Zanzibar" not in client.get(job.get_absolute_url()).content.decode()
