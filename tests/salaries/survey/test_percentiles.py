"""Every group's percentiles, beside those that numpy computes of the same rows."""

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from portal.taxonomy.models import Place, normalize
from salaries.checks import PERCENTILES
from salaries.models import Benchmark, SurveyTally, SurveyTitle
from salaries.survey.mapping import roles_by_title
from tests.factories.salaries import SourceFactory
from tests.factories.survey_imports import applied, survey_of
from tests.factories.surveys import line, survey_lines
from tests.factories.taxonomy import CountryFactory, RoleFactory, RoleSynonymFactory

pytestmark = pytest.mark.django_db

LEVELS: Final = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "executive"}
WORKPLACES: Final = {"0": "onsite", "50": "hybrid", "100": "remote"}
SURVEY_FILE: Final = os.environ.get("SURVEY_FILE", "")  # a real survey in the public columns

type Key = tuple[int, str, str, str, int, int | None]


def by_numpy(rows: Iterable[Mapping[str, str]]) -> tuple[dict[Key, tuple[int, list[float]]], int]:
    """Percentiles of every group of ten or more, and the number of the others, by a way of its own."""
    known = roles_by_title()
    mapped = [
        (known[normalize(row["job_title"])], row)
        for row in rows
        if normalize(row["job_title"]) in known
    ]
    years = [int(row["work_year"]) for _, row in mapped]
    first, last = min(years), max(years)
    groups: dict[Key, list[float]] = defaultdict(list)
    for role, row in mapped:
        year = int(row["work_year"])
        for level, country, workplace, span in product(
            (LEVELS[row["experience_level"]], ""),
            (row["employee_residence"], ""),
            (WORKPLACES[row["remote_ratio"]], "any"),
            {(year, None), (last, first if first < last else None)},
        ):
            if span == (last, None) and year != last:
                continue
            groups[role, level, country, workplace, *span].append(float(row["salary_in_usd"]))
    large = {key: pays for key, pays in groups.items() if len(pays) >= 10}
    shares = [int(name[1:]) for name in PERCENTILES]
    found = {
        key: (len(pays), [float(p) for p in np.percentile(pays, shares, method="linear")])
        for key, pays in large.items()
    }
    return found, len(groups) - len(large)


def published(source: Any) -> dict[Key, tuple[int, list[float]]]:
    rows = Benchmark.objects.public().filter(source=source).select_related("place")
    return {
        (row.role_id, row.level, row.place.country, row.workplace, row.year, row.first_year): (
            int(row.sample_size or 0),
            [float(getattr(row, name)) for name in PERCENTILES],
        )
        for row in rows
    }


def compare(content: bytes) -> int:
    """Import a file, and compare what is published with what numpy says; how many figures there are."""
    source = SourceFactory(slug="survey")
    survey = applied(content, source)
    lines = content.decode("utf-8-sig").splitlines()
    expected, small = by_numpy(csv.DictReader(lines))

    found = published(source)

    assert found.keys() == expected.keys()
    for key, (n, amounts) in expected.items():
        assert found[key][0] == n, key
        apart = [abs(one - other) for one, other in zip(found[key][1], amounts, strict=True)]
        assert max(apart) < 0.005_001, key  # rounded to the cent
    tally = SurveyTally.objects.get(source=source)
    assert (tally.published, tally.suppressed) == (len(expected), small)
    assert (survey.figures, survey.suppressed) == (len(expected), small)
    return len(expected)


def test_every_group_is_as_numpy_computes_it() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    RoleFactory(slug="ai-engineer", name="AI engineer")
    RoleSynonymFactory(role=RoleFactory(slug="data-scientist"), title="Data Analyst")

    figures = compare("\n".join(survey_lines(3_000)).encode())

    assert figures > 300


@pytest.mark.skipif(not SURVEY_FILE, reason="SURVEY_FILE names no survey")
def test_real_survey_is_as_numpy_computes_it() -> None:
    """Each of its titles by itself is a role here, so that all of its rows are compared."""
    content = Path(SURVEY_FILE).read_bytes()
    rows = csv.DictReader(content.decode("utf-8-sig").splitlines())
    titles = {normalize(row["job_title"]): row["job_title"] for row in rows}
    for number, title in enumerate(titles.values()):
        RoleFactory(slug=f"title-{number}", name=title[:80])

    figures = compare(content)

    sys.stdout.write(f"{len(titles)} titles, {figures} figures\n")
    assert figures > 100


def rows_of(*amounts: int, **values: object) -> list[str]:
    return [line(salary=amount, salary_in_usd=amount, **values) for amount in amounts]


def test_group_below_the_threshold_has_no_figure_anywhere() -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    nine = rows_of(*range(50_000, 50_009), employee_residence="DE")
    ten = rows_of(*range(60_000, 60_010), employee_residence="US")

    applied(survey_of(*nine, *ten))

    rows = Benchmark.objects.filter(role=role).values_list("place__country", "sample_size")
    assert {*rows} == {("US", 10), ("", 19)}
    assert not Place.objects.filter(country="DE").exists()
    assert SurveyTally.objects.get().suppressed == 4  # by level and by remote share too


def test_figure_says_what_it_is() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(
        survey_of(
            *rows_of(*range(50_000, 50_010), work_year=2021),
            *rows_of(*range(60_000, 60_010), work_year=2023),
        )
    )

    pooled = Benchmark.objects.get(level="", workplace="any", first_year=2021, place__kind="world")

    assert (pooled.years, pooled.sample_size, pooled.figure) == (
        "2021–2023",
        20,
        "$55,004.50 median",
    )
    assert (pooled.currency, pooled.period, pooled.component) == ("USD", "year", "base")
    assert pooled.source is not None
    assert pooled.source.basis == "survey"
    assert pooled.changes.get().is_counted


def test_figure_stays_the_same_row_while_its_reports_change() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*rows_of(*range(50_000, 50_010))))
    before = set(Benchmark.objects.values_list("pk", flat=True))

    applied(survey_of(*rows_of(*range(70_000, 70_010))))

    assert set(Benchmark.objects.values_list("pk", "sample_size")) == {(pk, 20) for pk in before}


def test_country_that_is_there_is_used_and_a_taken_slug_is_not() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    us = CountryFactory()
    CountryFactory(slug="gb", name="Elsewhere", country="FR")

    applied(
        survey_of(
            *rows_of(*range(50_000, 50_010), employee_residence="US"),
            *rows_of(*range(50_000, 50_010), employee_residence="GB"),
        )
    )

    places = {row.place for row in Benchmark.objects.select_related("place")}
    assert {(place.slug, place.name) for place in places} == {
        ("us", us.name),
        ("country-gb", "United Kingdom"),
        ("world", "Worldwide"),
    }


def test_reports_of_no_role_make_no_figure() -> None:
    survey = applied(survey_of(*rows_of(*range(50_000, 50_020), job_title="Wizard")))

    assert (survey.unmapped, survey.figures) == (20, 0)
    assert not Benchmark.objects.exists()
    assert SurveyTitle.objects.open().get().title == "Wizard"
