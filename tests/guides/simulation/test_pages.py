"""The page of a simulation: a form without scripts, a result at an address, and how it is counted."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from guides.widgets.simulation import example
from portal.taxonomy.actions import save_role
from portal.taxonomy.models import Role
from salaries.actions import withdraw_benchmarks
from salaries.models import Benchmark
from tests.factories.simulation import (
    FactorFactory,
    IndustryFactory,
    PromotionStepFactory,
    SimulationFactory,
    SizeFactory,
    SkillStageFactory,
    make_figures,
)
from tests.factories.taxonomy import RoleFactory, RoleSkillFactory, SkillFactory

pytestmark = pytest.mark.django_db

PAGE = "/guides/simulations/career-growth/"
METHOD = f"{PAGE}method/"


@pytest.fixture
def ml(db: None) -> Role:
    """A simulation of one role, with figures, an industry, a size, a step and a stage."""
    role: Role = RoleFactory(slug="ml-engineer", name="ML engineer")
    SimulationFactory(roles=[role])
    make_figures(role)
    FactorFactory(option=IndustryFactory())
    SizeFactory()
    PromotionStepFactory(role=role)
    SkillStageFactory()
    RoleSkillFactory(role=role, skill=SkillFactory(slug="python"))
    return role


def words(html: str) -> str:
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" (?=[.,:])", "", text)


def page(address: str = PAGE, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return answer.content.decode()


def rows(html: str) -> list[str]:
    """The lines of the table, in words."""
    body = html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [words(row) for row in body.split("</tr>")[:-1]]


def test_page_without_a_choice_shows_the_form_alone(ml):
    html = page()

    assert 'name="role"' in html
    assert "data-play-answer" not in html
    assert "<tbody>" not in html


def test_result_stands_at_its_address(ml):
    html = page(f"{PAGE}?role=ml-engineer&industry=finance&size=large&years=0")

    assert rows(html) == [
        "2026 0 years of experience 100 90 to 120 Junior",
        "2027 1 year of experience 107 96 to 128 Junior",
        "2028 2 years of experience 120 108 to 144 Mid-level",
        "2029 3 years of experience 127 112 to 155 Mid-level",
    ]
    assert "100 stands for about $100,000 a year" in words(html)


def test_choice_stays_in_the_form_and_the_result_names_its_own_address(ml):
    IndustryFactory(slug="software", order=200)

    html = page(f"{PAGE}?industry=software&years=3")

    assert '<option value="software" selected>' in html
    assert '<option value="3" selected>' in html
    query = "role=ml-engineer&amp;industry=software&amp;size=large&amp;years=3"
    assert f'href="{PAGE}?{query}"' in html


def test_each_year_names_its_figures_with_label_year_and_source(ml):
    html = words(page(f"{PAGE}?years=1"))

    assert "0–1 years: $100,000, 2026, counted for 67%. Survey" in html
    assert "1–3 years: $120,000, 2026, counted for 33%. Survey" in html
    assert page(f"{PAGE}?years=1").count('href="https://statistics.example/pay"') >= 4


def test_year_that_only_has_a_floor_says_so(ml):
    html = page(f"{PAGE}?years=9")

    assert rows(html)[1] == "2027 10 years of experience at least 120 – not known Mid-level"
    assert "The published figure is a bound with one end" in words(html)


def test_factors_stand_with_their_notes(ml):
    html = words(page(f"{PAGE}?years=0"))

    assert (
        "Finance, level of pay: 1.00 (0.90 to 1.20), editorial assumption, 2026. A guess, with its reasons."
        in html
    )
    assert "Large: 1.00. No factor is recorded." in html


def test_role_without_figures_says_so_every_year(ml):
    Benchmark.objects.all().delete()

    html = page(f"{PAGE}?years=0")

    assert [row.split("experience ")[1].split(" –")[0] for row in rows(html)] == ["no figure"] * 4
    assert "No published figure covers 2 years of experience." in words(html)
    assert "trend__plot" not in html


def test_corrected_figure_changes_the_result(ml):
    before = rows(page(f"{PAGE}?years=0"))
    figure = Benchmark.objects.get(max_years=3)
    figure.low = figure.high = Decimal(150_000)
    figure.save()

    after = rows(page(f"{PAGE}?years=0"))

    assert before[2].startswith("2028 2 years of experience 120 ")
    assert after[2].startswith("2028 2 years of experience 150 ")


def test_withdrawn_figure_leaves_a_year_without_a_number(ml):
    withdraw_benchmarks(benchmarks=Benchmark.objects.filter(max_years=3), by=None, reason="Wrong")

    html = page(f"{PAGE}?years=1")

    assert rows(html)[1] == "2027 2 years of experience no figure – not known Mid-level"
    assert rows(html)[3] == "2029 4 years of experience 150 126 to 192 Mid-level"


def test_figures_of_several_years_are_told_apart(ml):
    Benchmark.objects.filter(max_years=3).update(year=2025)

    html = words(page(f"{PAGE}?years=0"))

    assert "The figures are about different years, 2025 and 2026, and are not adjusted" in html


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("role=nobody", "Role: There is no role “nobody” here."),
        ("industry=moon", "Industry: There is no industry “moon” here."),
        ("size=9", "Company size: There is no size “9” here."),
        ("years=99", "Years of experience: There is no years “99” here."),
        ("years=-1", "Years of experience: There is no years “-1” here."),
    ],
)
def test_what_is_not_offered_is_named_and_the_rest_is_shown(query, problem, ml):
    html = page(f"{PAGE}?{query}", status=400)

    assert problem in words(html)
    assert rows(html)[0].startswith("2026 0 years of experience 100 ")


def test_unknown_parameter_is_named(ml):
    assert "“colour” is not something" in words(page(f"{PAGE}?colour=red"))


def test_former_slug_of_a_role_still_leads_to_it(ml):
    ml.slug = "machine-learner"
    save_role(role=ml)

    html = page(f"{PAGE}?role=ml-engineer&years=0")

    assert "ML engineer, 2026 to 2029" in html
    assert "role=machine-learner" in html


@pytest.mark.parametrize("address", [PAGE, METHOD])
def test_simulation_off_the_site_is_not_there(address, ml):
    there = Client().get(address).status_code
    simulation = ml.simulations.get()
    simulation.is_public = False
    simulation.save()

    assert (there, Client().get(address).status_code) == (200, 404)


def test_simulation_without_roles_is_not_there(ml):
    ml.simulations.get().roles.clear()

    page(status=404)


def test_simulation_without_options_asks_for_role_and_experience_alone(ml):
    IndustryFactory().delete()
    SizeFactory().delete()

    html = page(f"{PAGE}?years=0")

    assert re.findall(r'<select[^>]* name="(\w+)"', html) == ["role", "years"]
    assert rows(html)[0] == "2026 0 years of experience 100 100 Junior"


def test_method_shows_the_example_that_the_model_is_held_against(ml):
    html = words(page(METHOD))

    for line in example.LINES:
        shown = f"{line.year} {line.experience} years {line.shares}"
        assert f"{shown} {' · '.join(line.pay)} {' · '.join(line.index)}" in html


def test_method_shows_every_number_with_its_note(ml):
    html = words(page(METHOD))

    for part in (
        "Finance, level of pay: 1.00 (0.90 to 1.20), editorial assumption, 2026. A guess, with its reasons.",
        "Core technical: from 0 to 1 years of experience, editorial assumption, 2026. First things first.",
        "ML engineer: Junior to Mid-level: usual at 2, from 1 to 3 years of experience, editorial assumption",
    ):
        assert part in html


QUERIES = 9  # roles’ former slugs, the simulation, roles, options, factors; figures, steps, stages, skills


@pytest.mark.usefixtures("ml")
@pytest.mark.parametrize("times", [1, 30])
def test_page_costs_the_same_with_more_of_everything(
    times, start_worker, django_assert_max_num_queries
):
    role: Any = Role.objects.get(slug="ml-engineer")
    simulation = role.simulations.get()
    for number in range(times - 1):
        simulation.roles.add(RoleFactory(slug=f"role-{number}"))
        FactorFactory(option=IndustryFactory(slug=f"industry-{number}"))
        RoleSkillFactory(role=role)
    start_worker()

    with django_assert_max_num_queries(QUERIES):
        page(f"{PAGE}?role=ml-engineer&industry=finance&years=0")
