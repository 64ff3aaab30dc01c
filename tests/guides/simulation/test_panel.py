"""The simulation as guides embed it and the API answers it; what happens when roles are merged."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from guides.demo.simulation import load_simulation
from guides.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)
from guides.widgets.simulation.actions import add_option
from portal.freshness.topics import worker
from portal.markdown import render
from portal.panels import cited_by, data_of, fill, place
from portal.panels.checks import check, check_calls
from portal.panels.panel import get
from portal.taxonomy.actions import merge_roles
from portal.taxonomy.demo.loader import load as load_taxonomy
from salaries.actions import withdraw_benchmarks
from salaries.demo.loader import load as load_figures
from salaries.models import Benchmark
from tests.factories.simulation import (
    FactorFactory,
    IndustryFactory,
    PromotionStepFactory,
    SimulationFactory,
    SkillStageFactory,
    make_figures,
    make_simulation,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ml(db):
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    make_simulation(role)
    make_figures(role)
    return role


def shown(directive):
    return fill(render(directive).html, notices=False)


def result_of(**arguments):
    [entry] = data_of([place("simulation", simulation="career-growth", **arguments)])
    return entry["data"] and entry["data"]["result"]


def middles(**arguments):
    return [year["middle"] for year in result_of(**arguments)["years"]]


def test_panel_with_a_role_shows_its_result_and_without_one_the_form(ml):
    alone = shown("{{ simulation simulation=career-growth }}")
    whole = shown("{{ simulation simulation=career-growth role=ml-engineer }}")

    for html in (alone, whole):
        assert 'data-play="simulation-career-growth"' in html
        assert 'action="/guides/simulations/career-growth/"' in html
    assert "data-play-answer" not in alone
    assert "data-play-answer" in whole


def test_data_for_programs_names_the_figures_and_holds_no_form_and_no_drawing(ml):
    [entry] = data_of([place("simulation", simulation="career-growth", role=ml.slug, years=0)])

    data = entry["data"]
    assert "selects" not in data
    assert "chart" not in data["result"]
    assert data["result"]["years"][0] | {"learning": (), "known": 0} == {
        "year": 2026,
        "experience": 0,
        "low": 81,
        "middle": 100,
        "high": 144,
        "text": "100",
        "band": "81 to 144",
        "reason": "",
        "level": "Junior",
        "promotions": (),
        "learning": (),
        "known": 0,
        "figures": (
            {
                "key": str(Benchmark.objects.get(max_years=1).pk),
                "label": "0–1 years",
                "text": "$100,000",
                "share": 100,
                "year": 2026,
                "source": "Survey",
                "source_url": "https://statistics.example/pay",
                "url": Benchmark.objects.get(max_years=1).get_absolute_url(),
                "note": "",
            },
        ),
    }


def test_arguments_choose(ml):
    FactorFactory(option=IndustryFactory(slug="software"), aspect="growth", low=1, middle=2, high=2)

    assert middles(role=ml.slug, industry="finance") == [100, 107, 120, 127]
    assert middles(role=ml.slug, industry="software") == [100, 113, 140, 153]
    assert middles(role=ml.slug, years=4)[0] == 100


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"simulation": "moon"}, "there is no simulation on the site “moon”"),
        ({"role": "nobody"}, "there is no role “nobody”"),
        ({"industry": "moon"}, "there is no industry “moon”"),
        ({"size": "moon"}, "there is no company size “moon”"),
        ({"years": "99"}, "takes a number from 0 to 20"),
    ],
)
def test_mistake_of_an_author_is_named(arguments, problem, ml):
    found = check("simulation", {"simulation": "career-growth"} | arguments)

    assert problem in " ".join(found)


def test_role_that_is_not_offered_stands_against_publishing(ml):
    RoleFactory(slug="ai-engineer")
    calls = render("{{ simulation simulation=career-growth role=ai-engineer }}").panels

    assert [problem.level for problem in check_calls(calls)] == ["error"]


def test_simulation_off_the_site_shows_nothing(ml):
    Simulation.objects.update(is_public=False)

    assert shown("{{ simulation simulation=career-growth }}").strip() == ""


@pytest.mark.django_db(transaction=True)
def test_corrected_or_withdrawn_figure_changes_the_panel_at_once(start_worker):
    role = RoleFactory(slug="ml-engineer")
    make_simulation(role)
    make_figures(role)
    start_worker()
    directive = "{{ simulation simulation=career-growth role=ml-engineer }}"
    before = shown(directive)
    figure = Benchmark.objects.get(max_years=3)
    figure.low = figure.high = Decimal(150_000)
    figure.save()
    corrected = shown(directive)
    withdraw_benchmarks(benchmarks=Benchmark.objects.filter(pk=figure.pk), by=None, reason="Wrong")

    gone = shown(directive)

    assert [">120</td>" in html for html in (before, corrected, gone)] == [True, False, False]
    assert [">150</td>" in html for html in (before, corrected, gone)] == [False, True, False]
    assert [">no figure</td>" in html for html in (before, corrected, gone)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "make",
    [SimulationFactory, IndustryFactory, FactorFactory, PromotionStepFactory, SkillStageFactory],
)
def test_all_that_staff_keep_moves_the_topic_of_the_panel(make, ml):
    panel = get("simulation")
    topics = set(panel.topics(panel.arguments(simulation="career-growth")))
    before = worker.count
    row = make._meta.model.objects.first()

    row.save()

    assert {name for name, at in worker.moved.items() if at > before} <= topics


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 8])
def test_panels_of_one_page_are_loaded_together(count, start_worker, django_assert_max_num_queries):
    roles = [RoleFactory(slug=f"role-{number}") for number in range(count)]
    make_simulation(roles[0]).roles.set(roles)
    for role in roles:
        make_figures(role)
    start_worker()

    with django_assert_max_num_queries(8):
        found = data_of(
            [place("simulation", simulation="career-growth", role=role.slug) for role in roles]
        )

    assert [entry["data"]["result"]["role"] for entry in found] == [role.slug for role in roles]


def test_guide_with_a_result_rests_on_the_figures_that_it_uses(ml):
    alone = render("{{ simulation simulation=career-growth }}").html
    whole = render("{{ simulation simulation=career-growth role=ml-engineer years=9 }}").html

    cited = [[each.text for each in citations] for citations in cited_by([alone, whole])]

    assert cited == [[], ["$140,000 to $160,000 a year, 2026", "$200,000 or more a year, 2026"]]


def test_merged_role_takes_its_steps_and_simulations_along():
    keep, gone = RoleFactory(slug="ai-engineer"), RoleFactory(slug="ml-engineer")
    SimulationFactory(roles=[gone])
    PromotionStepFactory(role=gone, from_level="mid", to_level="senior", years=5, latest=9)

    merge_roles(keep=keep, gone=gone, by=None)

    assert [role.slug for role in Simulation.objects.get().roles.all()] == ["ai-engineer"]
    assert [step.role for step in PromotionStep.objects.all()] == [keep]


def test_step_that_both_roles_have_stays_as_the_kept_role_has_it():
    keep, gone = RoleFactory(slug="ai-engineer"), RoleFactory(slug="ml-engineer")
    SimulationFactory(roles=[keep, gone])
    kept = PromotionStepFactory(role=keep, years=3)
    PromotionStepFactory(role=gone, years=1)

    merge_roles(keep=keep, gone=gone, by=None)

    assert list(PromotionStep.objects.all()) == [kept]
    assert [role.slug for role in Simulation.objects.get().roles.all()] == ["ai-engineer"]


def test_published_factor_needs_its_address():
    option = IndustryFactory()
    factor = SimulationFactor(option=option, aspect="level", basis="published", note="Figures.")

    with pytest.raises(ValidationError) as refused:
        factor.full_clean()
    assert refused.value.message_dict == {
        "source_url": ["Published figures need the address of their source."]
    }
    with pytest.raises(IntegrityError):
        factor.save()


def test_note_is_required():
    with pytest.raises(ValidationError) as refused:
        SkillStage(area="core", from_years=0, to_years=1).full_clean()

    assert list(refused.value.message_dict) == ["note"]


@pytest.mark.parametrize(
    ("make", "values", "named"),
    [
        (FactorFactory, {"low": Decimal("1.1")}, {"low", "middle"}),
        (FactorFactory, {"high": Decimal("0.95")}, {"middle", "high"}),
        (PromotionStepFactory, {"earliest": 3}, {"earliest", "years"}),
        (PromotionStepFactory, {"to_level": "junior"}, {"to_level"}),
        (SkillStageFactory, {"from_years": 5}, {"from_years", "to_years"}),
    ],
)
def test_values_in_the_wrong_order_are_named(make, values, named):
    row = make()
    for name, value in values.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert set(refused.value.message_dict) - {"__all__"} == named


def test_option_whose_factor_is_refused_is_not_added():
    values = {"kind": "industry", "slug": "moon", "name": "Moon", "order": 1}
    factor = {"aspect": "level", "low": 3, "middle": 1, "high": 1, "note": "x"}

    with pytest.raises(ValidationError):
        add_option(values=values, factors=[factor])

    assert not SimulationOption.objects.exists()


@pytest.fixture
def demo(db):
    load_taxonomy(lambda words: None)
    load_figures(lambda words: None)
    load_simulation(lambda words: None)


@pytest.mark.usefixtures("demo")
def test_demo_is_loaded_once_and_every_number_has_its_note():
    load_simulation(lambda words: None)

    assert (Simulation.objects.count(), SimulationOption.objects.count()) == (1, 10)
    for model in (SimulationFactor, PromotionStep, SkillStage):
        for row in model.objects.all():
            row.full_clean()
            assert row.note
    assert {role.slug for role in Simulation.objects.get().roles.all()} == {
        "ai-engineer",
        "ml-engineer",
    }


@pytest.mark.usefixtures("demo")
def test_demo_counts_from_the_figures_of_each_role():
    assert middles(role="ai-engineer") == [100, 106, 118, 123]
    assert middles(role="ml-engineer", years=2) == [100, 100, None, None]
    assert [year["text"] for year in result_of(role="ml-engineer", years=2)["years"]] == [
        "100",
        "100",
        "at most 138",
        "at most 138",
    ]


@pytest.mark.usefixtures("demo")
def test_examples_for_authors_show_something_and_pass_the_check():
    for example in get("simulation").examples:
        rendered = render(example)

        assert [str(problem) for problem in rendered.problems] == []
        assert "<form" in fill(rendered.html, notices=False)
