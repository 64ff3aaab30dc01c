"""The number beside each choice is the number of jobs that the choice gives: for 200 states of the search."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from jobs.models import Job
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
)
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory, SkillFactory

STATES = int(os.environ.get("FACET_STATES", "200"))
LEVELS = ("entry", "mid", "senior")
TYPES = ("full_time", "contract")
WORKPLACES = ("onsite", "hybrid", "remote")
WORDS = ("zebra", "quark", "lantern")
DAYS = ("1", "3", "7", "14", "30")

type State = dict[str, list[str]]


@dataclass(frozen=True)
class Seen:
    """What there is to know of a public job, read without the index."""

    slug: str
    values: dict[str, set[str]]
    words: set[str]
    currency: str
    annual: Decimal
    age: int


def made_up(rng: Random) -> None:
    """Fifty open jobs, and others that nobody sees."""
    roles = [RoleFactory(slug=slug) for slug in ("one", "two", "three")]
    skills = [SkillFactory(slug=slug) for slug in ("python", "sql", "go", "rust")]
    us, ca = CountryFactory(), CountryFactory(slug="ca", name="Canada", country="CA")
    cities = [
        CityFactory(),
        CityFactory(slug="boston", name="Boston", region_code="MA", parent=us),
        CityFactory(slug="toronto", name="Toronto", region_code="", country="CA", parent=ca),
    ]
    company, now = CompanyFactory(), timezone.now()
    for number in range(62):
        workplace = rng.choice(WORKPLACES)
        remote = workplace == "remote"
        kind: Any = OpenJobFactory
        steps: dict[str, Any] = {"at": now - timedelta(hours=rng.randrange(1, 45 * 24))}
        if number >= 50:
            kind = (DraftJobFactory, ScheduledJobFactory, ExpiredJobFactory, ClosedJobFactory)[
                number % 4
            ]
            steps = {}
        kind(
            company=company,
            title=" ".join(["Engineer", *rng.sample(WORDS, rng.randrange(2))]),
            description=" ".join(["Work", *rng.sample(WORDS, rng.randrange(3))]),
            primary_role=rng.choice(roles),
            roles=rng.sample(roles, rng.randrange(3)),
            skills=rng.sample(skills, rng.randrange(4)),
            level=rng.choice(LEVELS),
            employment_type=rng.choice(TYPES),
            workplace=workplace,
            locations=[] if remote else rng.sample(cities, rng.randrange(1, 3)),
            remote_countries=rng.sample([us, ca], rng.randrange(1, 3)) if remote else [],
            currency=rng.choice(("USD", "USD", "CAD")),
            pay_min=Decimal(rng.randrange(50, 250)) * (1 if number % 5 == 0 else 1000),
            pay_max=Decimal(300_000),
            period="hour" if number % 5 == 0 else "year",
            **steps,
        )


def seen() -> list[Seen]:
    midnight = timezone.now().date()
    return [
        Seen(
            slug=job.slug,
            values={
                "role": {role.slug for role in job.roles.all()},
                "skill": {skill.slug for skill in job.skills.all()},
                "level": {job.level},
                "workplace": {job.workplace},
                "employment_type": {job.employment_type},
                **{
                    kind: {
                        link.place.slug
                        for link in job.found_under.select_related("place")
                        if kind in ("place", link.place.kind)
                    }
                    for kind in ("country", "city", "place")
                },
            },
            words=set(f"{job.title} {job.description}".lower().split()),
            currency=job.currency,
            annual=job.annual_min or Decimal(0),
            age=(midnight - (job.published_at or timezone.now()).date()).days,
        )
        for job in Job.objects.public()
    ]


def fits(job: Seen, state: State) -> bool:
    tests: dict[str, Callable[[list[str]], bool]] = {
        "q": lambda given: set(given[0].split()) <= job.words,
        "pay_min": lambda given: (
            job.currency == state.get("currency", ["USD"])[0] and job.annual >= Decimal(given[0])
        ),
        "posted": lambda given: job.age <= int(given[0]),
        "currency": lambda given: True,
    }
    return all(
        tests[name](given) if name in tests else bool(job.values[name] & set(given))
        for name, given in state.items()
    )


def states(rng: Random, jobs: list[Seen]) -> list[State]:
    values: dict[str, list[str]] = {
        name: sorted({value for job in jobs for value in job.values[name]})
        for name in jobs[0].values
    }
    found: list[State] = [{}]
    while len(found) < STATES:
        names = rng.sample([*values, "q", "pay_min", "posted"], rng.randrange(1, 5))
        state: State = {}
        for name in names:
            if name in values:
                state[name] = rng.sample(values[name], rng.randrange(1, min(3, len(values[name]))))
            elif name == "q":
                state[name] = [" ".join(rng.sample(WORDS, rng.randrange(1, 3)))]
            elif name == "posted":
                state[name] = [rng.choice(DAYS)]
            else:
                state[name] = [str(rng.randrange(40, 400) * 1000)]
                state["currency"] = [rng.choice(("USD", "CAD"))]
        found.append(state)
    return found


def counted(jobs: list[Seen], state: State, facet: str) -> dict[str, int]:
    """How many jobs each value gives, put in the place of what is chosen of its facet."""
    rest = {name: given for name, given in state.items() if name != facet}
    values = DAYS if facet == "posted" else {value for job in jobs for value in job.values[facet]}
    counts = {value: sum(fits(job, {**rest, facet: [value]}) for job in jobs) for value in values}
    chosen = state.get(facet, ())
    always = facet == "posted"
    return {value: n for value, n in counts.items() if n or value in chosen or always}


@pytest.mark.django_db
def test_each_count_is_that_of_the_results(client: Client) -> None:
    rng = Random(5)
    made_up(rng)
    jobs = seen()
    facets = (*("role", "skill", "level", "workplace", "country", "city"), "employment_type")

    wrong: list[Any] = []
    for state in states(rng, jobs):
        query = urlencode({**state, "facets": ["true"], "page_size": ["100"]}, doseq=True)
        answer = client.get(f"/api/v1/jobs/?{query}").json()
        results = {row["slug"] for row in answer["results"]}
        expected = {job.slug for job in jobs if fits(job, state)}
        if (results, answer["count"]) != (expected, len(expected)):
            wrong.append((state, "results", len(results), len(expected)))
        for facet in (*facets, "posted"):
            shown = {choice["value"]: choice["count"] for choice in answer["facets"][facet]}
            if shown != (counts := counted(jobs, state, facet)):
                wrong.append((state, facet, shown, counts))

    assert len(jobs) == 50
    assert wrong == []


@pytest.mark.django_db
def test_page_shows_the_numbers_of_the_api_and_leads_to_them(client: Client) -> None:
    made_up(Random(6))
    query = "role=one&level=mid&level=senior&pay_min=60000"

    page = client.get(f"/jobs/?{query}")
    api = client.get(f"/api/v1/jobs/?{query}&facets=true").json()

    shown = {
        facet.name: [
            {"value": choice.value, "label": choice.label, "count": choice.number}
            for choice in facet.choices
        ]
        for facet in page.context["facets"]
    }
    assert shown == {name: rows for name, rows in api["facets"].items() if name != "posted"}
    assert page.context["page"].total == api["count"]
    for floor in page.context["floors"]:
        assert client.get(f"/jobs/{floor.address}").context["page"].total == floor.count


@pytest.mark.django_db
def test_number_beside_a_choice_is_read_out_so_that_one_job_is_one(client: Client) -> None:
    OpenJobFactory(level="senior"), OpenJobFactory(level="mid"), OpenJobFactory(level="mid")

    page = client.get("/jobs/").text

    for value, number in (("senior", 1), ("mid", 2)):
        line = page[page.index(f'id="level-{value}"') :].partition("</label>")[0]
        assert line.endswith(f'<span class="visually-hidden">jobs: </span>{number}</span>')
