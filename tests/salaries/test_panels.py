"""What guides and pages place: figures in sentences, tables with charts, and where a pay stands."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from portal.markdown import render
from portal.panels import data_of, fill, place
from portal.panels.checks import check
from portal.panels.panel import all_panels, get
from salaries.actions import withdraw_benchmarks
from salaries.demo.loader import load as load_figures
from salaries.models import Benchmark
from tests.factories.salaries import (
    BenchmarkFactory,
    PublishedBenchmarkFactory,
    ScheduledBenchmarkFactory,
    SourceFactory,
    WithdrawnBenchmarkFactory,
)
from tests.factories.taxonomy import CityFactory, CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

OURS = (
    "experience-ladder",
    "pay-gap",
    "pay-levels",
    "pay-position",
    "salary-comparison",
    "salary-figure",
    "salary-snapshot",
)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def shown(markdown: str) -> str:
    """A text as readers get it."""
    return fill(render(markdown).html, notices=False)


def figure(arguments: str) -> str:
    return words(shown(f"It pays {{{{ salary-figure {arguments} }}}} in all.")).removeprefix(
        "It pays "
    )


SHAPES = [
    ({}, "$100,000 to $150,000"),
    ({"open_range": True}, "$100,000 to $150,000 or more"),
    ({"single": True}, "$120,000"),
    ({"at_least": True}, "$220,000 or more"),
    ({"at_most": True}, "up to $190,000"),
    (
        {"period": "hour", "single": True, "low": Decimal("62.5"), "high": Decimal("62.5")},
        "$62.50 an hour",
    ),
    ({"currency": "EUR"}, "€100,000 to €150,000"),
]


@pytest.mark.parametrize(("values", "text"), SHAPES)
def test_figure_of_each_shape_stands_in_a_sentence(values, text):
    benchmark = PublishedBenchmarkFactory(**values)

    html = shown("It pays {{ salary-figure role=ml-engineer measure=national-median }}, at last.")

    assert words(html) == f"It pays {text} , at last."
    assert f'<a class="live-figure" href="/salaries/ml-engineer/#{benchmark.anchor}"' in html


def test_figure_says_what_it_is_and_where_it_comes_from():
    PublishedBenchmarkFactory(remote=True)

    html = shown("A {{ salary-figure role=ml-engineer measure=remote-average }} b.")

    title = (
        "ML engineer, remote average: base pay a year, remote, United States, 2026. "
        "Source: Survey (survey)."
    )
    assert f'title="{title}"' in html


WANTED = [
    ("measure=experience years=0-1", "$1"),
    ("measure=experience years=10+", "$2"),
    ("measure=tech-hub", "$3"),
    ("measure=tech-hub place=san-jose-ca", "$3"),
    ("measure=tech-hub place=us", "$3"),
    ("measure=tech-hub place=de", "(not known at present) in all."),
    ("measure=specialism", "$4"),
    ('measure=specialism specialism="Computer vision"', "$5"),
    ("measure=national-median", "$6"),
    ("measure=national-median workplace=hybrid", "$7"),
    ("measure=national-median place=de", "$8"),
    ("measure=senior-level", "(not known at present) in all."),
]


@pytest.mark.parametrize(("arguments", "text"), WANTED)
def test_figure_is_the_one_that_was_asked_for(arguments, text):
    def one(amount: int, **values: object) -> None:
        PublishedBenchmarkFactory(single=True, low=amount, high=amount, **values)

    germany = CountryFactory(slug="de", name="Germany", country="DE")
    one(1, entry=True)
    one(2, expert=True)
    one(3, hub=True)
    one(4, special=True)
    one(5, special=True, specialism="Computer vision")
    one(7, workplace="hybrid")
    one(6)
    one(9, year=2025)
    one(9, component="total")
    one(8, place=germany, year=2025)
    one(9, role=RoleFactory(slug="another"))

    assert figure(f"role=ml-engineer {arguments}").startswith(text)


def test_figure_prefers_the_strongest_basis():
    for basis in ("editorial", "official", "survey"):
        PublishedBenchmarkFactory(
            source=SourceFactory(slug=basis, basis=basis),
            single=True,
            low=len(basis),
            high=len(basis),
        )

    assert figure("role=ml-engineer measure=national-median").startswith("$8 ")


HIDDEN = [BenchmarkFactory, ScheduledBenchmarkFactory, WithdrawnBenchmarkFactory]
DIRECTIVES = [
    "{{ salary-comparison roles=ml-engineer }}",
    "{{ experience-ladder roles=ml-engineer }}",
    "{{ pay-position role=ml-engineer pay=100000 }}",
    "{{ salary-snapshot }}",
    "{{ salary-snapshot role=ml-engineer }}",
    "A {{ salary-figure role=ml-engineer measure=national-median }}",
]


@pytest.mark.parametrize("factory", HIDDEN)
@pytest.mark.parametrize("directive", DIRECTIVES)
def test_panel_without_a_public_figure_shows_nothing(factory, directive):
    factory()

    html = shown(directive)

    assert words(html) in ("", "A (not known at present)")


@pytest.mark.django_db(transaction=True)
def test_withdrawn_figure_leaves_the_sentence_at_once_and_no_hole_in_it():
    PublishedBenchmarkFactory()
    sentence = "A {{ salary-figure role=ml-engineer measure=national-median }}"

    before = words(shown(sentence))
    withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="Wrong")
    after = words(shown(sentence))

    assert (before, after) == ("A $100,000 to $150,000", "A (not known at present)")


@pytest.mark.django_db(transaction=True)
def test_corrected_figure_changes_the_sentence_at_once():
    benchmark = PublishedBenchmarkFactory()
    sentence = "A {{ salary-figure role=ml-engineer measure=national-median }}"

    before = words(shown(sentence))
    benchmark.high = Decimal(160_000)
    benchmark.save()
    after = words(shown(sentence))

    assert (before, after) == ("A $100,000 to $150,000", "A $100,000 to $160,000")


def test_comparison_is_a_chart_a_table_and_the_source():
    PublishedBenchmarkFactory(role=RoleFactory(slug="ai-engineer", name="AI engineer"))
    PublishedBenchmarkFactory(note="Rounded")
    PublishedBenchmarkFactory(remote=True)

    html = shown("{{ salary-comparison roles=ml-engineer,ai-engineer measures=national-median }}")

    assert html.index("<svg") < html.index("<table") < html.index("Source: ")
    assert words(html[html.index("<table") :]) == (
        "ML engineer and AI engineer: base pay a year, as published "
        "Measure ML engineer AI engineer "
        "National median United States, 2026 $100,000 to $150,000 Rounded $100,000 to $150,000 "
        "Source: Survey (The Statistics Office). Basis: survey. "
        "All figures and differences · How we work with figures"
    )
    assert 'href="/salaries/compare/?role=ml-engineer&amp;role=ai-engineer"' in html


def test_comparison_leaves_out_roles_without_figures():
    PublishedBenchmarkFactory()
    RoleFactory(slug="ai-engineer", name="AI engineer")

    html = shown("{{ salary-comparison roles=ai-engineer,ml-engineer }}")

    assert "AI engineer" not in html
    assert 'href="/salaries/ml-engineer/">All figures' in html


def test_comparison_shows_the_newest_year_only():
    for year in (2024, 2026, 2025):
        PublishedBenchmarkFactory(year=year)

    html = shown("{{ salary-comparison roles=ml-engineer }}")

    assert re.findall(r"United States, (\d+)", html[html.index("<table") :]) == ["2026"]


def test_ladder_rises_from_the_first_year():
    PublishedBenchmarkFactory(expert=True, at_least=True)
    PublishedBenchmarkFactory(measure="experience", min_years=4, max_years=9, at_most=True)
    PublishedBenchmarkFactory(entry=True, single=True)
    PublishedBenchmarkFactory()

    html = shown("{{ experience-ladder roles=ml-engineer }}")

    assert "chart--ladder" in html
    table = html[html.index("<table") : html.index("</table>")]
    assert words(table) == (
        "ML engineer: base pay a year by years of experience, as published Experience ML engineer "
        "0–1 years United States, 2026 $120,000 "
        "4–9 years United States, 2026 up to $190,000 "
        "10 years or more United States, 2026 $220,000 or more"
    )


POSITIONS = [
    ("pay=150000", "within", "$150,000 a year . This pay is within the national median"),
    ("pay_min=90000 pay_max=99000", "below", "$90,000 to $99,000 a year . This pay is below"),
    ("pay=100 period=hour", "above", "$100 an hour . This pay is above"),
    ("pay=2500 period=week", "within", "$2,500 a week . This pay is within"),
    ("pay=150000 currency=EUR", "unknown", "There is no benchmark for this role in EUR."),
    ("pay=150000 level=senior", "unknown", "There is no benchmark for this role at this level."),
    ("pay=150000 place=de", "unknown", "There is no benchmark for this role in this country."),
]


@pytest.mark.parametrize(("arguments", "standing", "text"), POSITIONS)
def test_position_is_a_sentence(arguments, standing, text):
    PublishedBenchmarkFactory()

    html = shown(f"{{{{ pay-position role=ml-engineer {arguments} }}}}")

    assert f'class="pay-standing pay-standing--{standing}"' in html
    assert text in words(html)
    assert ("Source: Survey, 2026" in html) == (standing != "unknown")


def test_snapshot_of_all_is_a_median_for_each_role():
    PublishedBenchmarkFactory(role=RoleFactory(slug="b", name="Beta", order=2))
    PublishedBenchmarkFactory(role=RoleFactory(slug="a", name="Alpha", order=1), single=True)
    PublishedBenchmarkFactory(role=RoleFactory(slug="c", name="Gamma"), entry=True)

    html = shown("{{ salary-snapshot }}")

    assert words(html[html.index("<tbody") : html.index("</tbody")]) == (
        "Alpha United States, 2026 $120,000 Beta United States, 2026 $100,000 to $150,000"
    )


def test_snapshot_of_a_role_leads_with_its_median():
    PublishedBenchmarkFactory(entry=True, single=True)
    PublishedBenchmarkFactory()
    PublishedBenchmarkFactory(role=RoleFactory(slug="another"))

    html = shown("{{ salary-snapshot role=ml-engineer }}")

    lead, table = html.split("<table", 1)
    assert words(lead).startswith(
        "$100,000 to $150,000 National median, base pay a year, United States, 2026"
    )
    body = table[table.index("<tbody") : table.index("</tbody")]
    assert words(f"<{body}") == "0–1 years United States, 2026 $120,000"


CALLS: dict[str, list[dict[str, Any]]] = {
    "salary-figure": [
        {"role": role, "measure": measure}
        for role in ("ai-engineer", "ml-engineer")
        for measure in ("national-median", "mid-level", "senior-level", "tech-hub")
    ],
    "salary-comparison": [
        {"roles": ("ai-engineer",)},
        {"roles": ("ml-engineer", "nobody"), "measures": ("mid-level",)},
    ],
    "experience-ladder": [{"roles": ("ai-engineer",)}, {"roles": ("ml-engineer", "nobody")}],
    "pay-levels": [{"role": "ai-engineer"}, {"role": "ml-engineer"}],
    "pay-position": [
        {"role": "ml-engineer", "pay": "90000"},
        {"role": "ai-engineer", "pay": "90000"},
    ],
    "salary-snapshot": [{"role": "ml-engineer"}, {"role": "ai-engineer"}, {}],
}


@pytest.fixture
def first_guide():
    """The figures of the first guide."""
    for slug in ("ai-engineer", "ml-engineer"):
        RoleFactory(slug=slug)
    CityFactory()
    for slug, code in (("ca", "CA"), ("gb", "GB")):
        CountryFactory(slug=slug, country=code)
    load_figures(lambda words: None)


def test_each_kind_of_panel_costs_one_query_however_many_there_are(
    start_worker, first_guide, django_assert_num_queries
):
    for name, calls in CALLS.items():
        start_worker()
        with django_assert_num_queries(1):
            found = data_of([place(name, **call) for call in calls])

        assert [entry["panel"] for entry in found] == [name] * len(calls)
        assert all(entry["data"] for entry in found)


@pytest.mark.usefixtures("first_guide")
def test_examples_for_authors_show_something_and_pass_the_check():
    role = RoleFactory(slug="ai-engineer")
    for basis in ("survey", "advertised"):
        source = SourceFactory(slug=f"{basis}-pay", basis=basis)
        PublishedBenchmarkFactory(distribution=True, role=role, source=source)
    for panel in map(get, OURS):
        for example in panel.examples:
            rendered = render(f"Text {example} text." if panel.inline else example)

            assert [str(problem) for problem in rendered.problems] == []
            assert words(fill(rendered.html, notices=False)) not in ("", "Text text.")


MISTAKES = [
    ("salary-figure", {"role": "x", "measure": "national-median"}, "there is no role “x”"),
    ("salary-figure", {"role": "ml-engineer", "measure": "experience"}, "which needs it"),
    (
        "salary-figure",
        {"role": "ml-engineer", "measure": "mid-level", "years": "0-1"},
        "belongs to measure=experience",
    ),
    (
        "salary-figure",
        {"role": "ml-engineer", "measure": "mid-level", "specialism": "x"},
        "belongs to measure=specialism",
    ),
    ("salary-figure", {"role": "ml-engineer", "measure": "mean"}, "takes one of national-median"),
    ("salary-comparison", {"roles": "a,b,c,d,e"}, "takes 1 to 4 values"),
    ("pay-position", {"role": "ml-engineer"}, "Give either “pay”, or both"),
    ("pay-position", {"role": "ml-engineer", "pay": "1", "pay_min": "1"}, "Give either “pay”"),
    ("pay-position", {"role": "ml-engineer", "pay_min": "2", "pay_max": "1"}, "lies above"),
    ("pay-position", {"role": "ml-engineer", "pay": "NaN"}, "takes a number"),
    ("pay-position", {"role": "ml-engineer", "pay": "99999999999"}, "takes a number from 1"),
    ("pay-position", {"role": "ml-engineer", "pay": "1", "place": "nowhere"}, "no place “nowhere”"),
]


@pytest.mark.parametrize(("name", "arguments", "problem"), MISTAKES)
def test_mistake_of_an_author_is_named(name, arguments, problem):
    RoleFactory(slug="ml-engineer")
    CountryFactory()

    found = check(name, arguments)

    assert problem in " ".join(found)


def test_every_panel_of_ours_explains_itself():
    panels = [panel for panel in all_panels() if panel.name in OURS]

    assert sorted(panel.name for panel in panels) == sorted(OURS)
    for panel in panels:
        assert panel.title
        assert panel.help.endswith(".")
        assert panel.examples


def test_data_for_programs_holds_amounts_and_no_drawing():
    PublishedBenchmarkFactory(at_least=True)

    [entry] = data_of([place("salary-comparison", roles=("ml-engineer",))])

    [line] = entry["data"]["lines"]
    [cell] = line["figures"]
    assert "chart" not in entry["data"]
    assert (cell["shape"], cell["low"], cell["high"]) == ("at_least", Decimal(220_000), None)
    assert cell["source"]["name"] == "Survey"


def levels(role: str = "ml-engineer") -> list[str] | None:
    [entry] = data_of([place("pay-levels", role=role)])
    data = entry["data"]
    return [f"{each['label']}: {each['text']}" for each in data["figures"]] if data else None


@pytest.mark.usefixtures("first_guide")
def test_pay_levels_keep_the_shape_of_each_figure():
    assert levels("ml-engineer") == [
        "0–1 years: $128,769",
        "1–3 years: $134,000 to $142,000",
        "4–9 years: up to $190,000",
        "10 years or more: $220,000 or more",
    ]


def test_pay_levels_take_one_figure_for_each_stretch_and_one_currency():
    PublishedBenchmarkFactory(entry=True, single=True, year=2025, low=90_000, high=90_000)
    PublishedBenchmarkFactory(entry=True, single=True)
    PublishedBenchmarkFactory(expert=True, at_least=True)
    PublishedBenchmarkFactory(
        measure="experience", min_years=1, max_years=3, single=True, currency="EUR"
    )
    PublishedBenchmarkFactory(measure="experience", min_years=4, max_years=9, period="hour")
    PublishedBenchmarkFactory(measure="experience", min_years=4, max_years=9, component="total")
    PublishedBenchmarkFactory(
        measure="experience", min_years=4, max_years=9, place=CityFactory(), single=True
    )
    WithdrawnBenchmarkFactory(measure="experience", min_years=1, max_years=3)
    PublishedBenchmarkFactory(measure="mid-level")

    assert levels() == ["0–1 years: $120,000", "10 years or more: $220,000 or more"]


def test_pay_levels_without_a_figure_are_none():
    PublishedBenchmarkFactory()

    assert levels() is None


def test_all_panels_depend_on_figures_and_roles():
    for name, (call, *_) in CALLS.items():
        panel = get(name)

        assert set(panel.topics(panel.arguments(**call))) == {"salaries", "taxonomy"}
