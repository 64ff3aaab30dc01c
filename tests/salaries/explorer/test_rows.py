"""Open data: the page, the CSV and the JSON of one filter hold the same rows, in the same order."""

import csv
import io
import json
import random
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from salaries.explorer import data
from salaries.models import Benchmark, Measure, SurveyLevel, Workplace
from salaries.models.choices import SHAPES

VALUES: dict[str, list[str]] = {
    "role": ["ai-engineer", "ml-engineer"],
    "level": ["all", *SurveyLevel.values],
    "place": ["us", "ca", "world", "san-jose-ca"],
    "workplace": list(Workplace.values),
    "year": ["2021", "2022", "2023", "2024", "2026", "2021-2023"],
    "measure": list(Measure.values),
    "shape": [value for value, _ in SHAPES],
    "basis": ["survey", "advertised", "editorial"],
    "source": ["job-survey", "own-listings", "editors"],
}
FEW = 3  # figures to a page, so that many filters have several


def filters(count: int) -> list[str]:
    """So many different ones: each value by itself, then by chance, on the first pages and on later ones."""
    chance = random.Random(20)
    found = {f"?{urlencode({name: value})}" for name in VALUES for value in VALUES[name][:2]}
    found |= {"", "?page=2", "?page=5", "?role=ml-engineer&page=3"}
    while len(found) < count:
        names = chance.sample(list(VALUES), chance.choice((1, 2, 2, 3)))
        chosen = {name: chance.choice(VALUES[name]) for name in names}
        if chance.random() < 0.25:
            chosen["page"] = "2"
        found.add(f"?{urlencode(chosen)}")
    return sorted(found)


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def on_the_page(client: Client, query: str) -> list[dict[str, str]]:
    """What the page's table says of each row."""
    response = client.get(f"/salaries/explore/{query}")
    assert response.status_code == 200
    html = response.content.decode()
    _, _, table = html.partition('id="rows-caption"')
    rows = []
    for pk, row in re.findall(r'<tr id="figure-(\d+)">(.*?)</tr>', table, re.DOTALL):
        cells = dict(re.findall(r'data-label="([^"]+)">(.*?)</td>', row, re.DOTALL))
        head = text(re.findall(r'<th scope="row">(.*?)</th>', row, re.DOTALL)[0])
        rows.append({"id": pk, "head": head, **{name: text(cell) for name, cell in cells.items()}})
    return rows


def as_page(row: dict[str, Any]) -> dict[str, str]:
    """A row of the JSON in the page's words."""
    years = f"{row['first_year']}–{row['year']}" if row["first_year"] else str(row["year"])
    workplace = "" if row["workplace"] == "any" else f", {Workplace(row['workplace']).label}"
    is_spread = row["sample_size"] is not None
    unusual = (row["component"], row["period"]) != ("base", "year")
    figure = row["figure"].removesuffix(" a month").removesuffix(" a year")
    return {
        "id": str(row["id"]),
        "head": f"{row['role_name']} {label_of(row)}{'. ' + row['note'] if row['note'] else ''}",
        "Figure": f"{figure} total pay a month" if unusual else figure,
        "P25 to P75": span(row, "p25", "p75") if is_spread else "– not known",
        "P10 to P90": span(row, "p10", "p90") if is_spread else "– not known",
        "Reports": str(row["sample_size"]) if is_spread else "not told",
        "Where": f"{row['place_name']}{workplace}, {years}",
        "Basis": {"editorial": "Compiled by editors", "survey": "Survey"}.get(
            row["basis"], "Advertised pay"
        ),
    }


def label_of(row: dict[str, Any]) -> str:
    if row["measure"] == "distribution":
        return str(SurveyLevel(row["level"]).label) if row["level"] else "All levels"
    if row["measure"] == "experience":
        to = row["max_years"]
        return f"{row['min_years']}–{to} years" if to else f"{row['min_years']} years or more"
    return row["specialism"] or str(Measure(row["measure"]).label)


def span(row: dict[str, Any], low: str, high: str) -> str:
    ends = (f"${Decimal(row[end]):,.2f}".removesuffix(".00") for end in (low, high))
    return " to ".join(ends)


def as_cell(value: Any) -> str:
    """A value of the JSON as the CSV writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith("=") else words


def test_page_csv_and_json_of_fifty_filters_hold_the_same_rows(
    client: Client, many: list[Benchmark], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "PAGE_SIZE", FEW)
    sizes = []
    for query in filters(60):
        answer = client.get(f"/salaries/explore/figures.json{query}").content
        from_json = json.loads(answer)["results"]
        body = client.get(f"/salaries/explore/figures.csv{query}").content.decode()
        from_csv = list(csv.DictReader(io.StringIO(body, newline="")))

        assert on_the_page(client, query) == [as_page(row) for row in from_json], query
        assert from_csv == [
            {name: as_cell(value) for name, value in row.items()} for row in from_json
        ], query
        sizes.append(len(from_json))

    assert len(sizes) == 60
    assert sizes.count(FEW) > 20
    assert sizes.count(0) < 30


def test_pages_hold_every_row_once(
    client: Client, many: list[Benchmark], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "PAGE_SIZE", 20)
    found: list[int] = []
    following: str | None = "http://testserver/salaries/explore/figures.json"
    while following:
        response = client.get(following.removeprefix("http://testserver"))
        answer = json.loads(response.content)
        found += [row["id"] for row in answer["results"]]
        following = answer["next"]
        assert ("Link" in response) == bool(following)

    assert sorted(found) == sorted(row.pk for row in many)
    assert len(found) == len(many) == 49


def test_unfinished_and_withdrawn_figures_are_in_none_of_them(
    client: Client, many: list[Benchmark]
) -> None:
    for tail in ("", "figures.csv", "figures.json"):
        for year in (2019, 2020):
            body = client.get(f"/salaries/explore/{tail}?year={year}").content.decode()

            assert "999,999" not in body
            assert "999999" not in body
