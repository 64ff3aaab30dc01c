"""“Where do I stand?”: plain sentences for each basis, and nothing of the pay is kept anywhere."""

import logging
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode
from django.views.debug import get_exception_reporter_filter

from portal.freshness.topics import memories
from portal.taxonomy.actions import merge_roles
from tests.contracts.attack import send
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

PAGE = "/salaries/where-do-i-stand/"
ANSWER = f"{PAGE}answer/"
HERE = {"origin": "http://testserver"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to("2026-11-28 12:00Z")


@pytest.fixture
def role() -> Any:
    return RoleFactory(slug="ml-engineer", name="ML engineer")


@pytest.fixture
def survey(role: Any) -> Any:
    """P10 to P90 are $90,000, $115,000, $142,000, $170,000 and $205,000.50."""
    return PublishedBenchmarkFactory(role=role, distribution=True, year=2023)


def form(pay: str, **given: str) -> dict[str, str]:
    start = {"role": "ml-engineer", "level": "", "place": "us", "currency": "USD"}
    return {**start, "period": "year", "pay": pay, **given}


def ask(client: Client, pay: str, status: int = 200, **given: str) -> str:
    response = sent(client, form(pay, **given))
    assert response.status_code == status
    return response.content.decode()


def sent(client: Client, data: dict[str, str]) -> Any:
    """As browsers send the forms of public pages."""
    return client.post(ANSWER, urlencode(data), headers=HERE, content_type=FORM)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def answers(html: str) -> dict[str, list[str]]:
    """Sentences by basis."""
    found = {}
    for block in re.findall(r"<div>\s*(<dt>.*?)</div>", html, re.DOTALL):
        basis, sentences = (
            re.findall(r"<dt>(.*?)</dt>", block)[0],
            re.findall(r"<dd>(.*?)</dd>", block, re.DOTALL),
        )
        found[basis] = [words(sentence) for sentence in sentences]
    return found


NOTHING = ["There is no figure of this basis for the role in this country."]
OF = "of 312 reports, all levels, 2023"
TAIL = "They are from 2023, 3 years ago. Source: Survey, 2023"
PLACES = [
    (
        "89,999",
        f"below the 10th percentile ($90,000) {OF}. Fewer than one in ten of them lie",
    ),
    ("100000", "between the 10th percentile ($90,000) and the 25th percentile ($115,000)"),
    ("120000", "between the 25th percentile ($115,000) and the median ($142,000)"),
    (
        "$150,000",
        f"between the median ($142,000) and the 75th percentile ($170,000) {OF}. Between half",
    ),
    ("200 000", "between the 75th percentile ($170,000) and the 90th percentile ($205,000.50)"),
    ("205000.51", f"above the 90th percentile ($205,000.50) {OF}. At least nine in ten"),
]


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize(("pay", "where"), PLACES)
def test_pay_stands_between_two_percentiles(client, pay, where):
    [sentence] = answers(ask(client, pay))["Survey"]

    assert sentence.startswith(f"This pay lies {where}")
    assert sentence.endswith(TAIL)


@pytest.mark.usefixtures("survey")
def test_pay_at_a_percentile_is_said_so(client):
    assert answers(ask(client, "142000"))["Survey"] == [
        f"This pay is at the median ($142,000) {OF}. {TAIL}"
    ]


@pytest.mark.usefixtures("survey")
def test_every_basis_is_told_and_those_without_a_figure_say_so(client, role):
    official = SourceFactory(slug="bureau", name="Bureau", basis="official")
    PublishedBenchmarkFactory(role=role, source=official, year=2025)

    found = answers(ask(client, "150000"))

    assert list(found) == [
        "Official statistics",
        "Survey",
        "Advertised pay",
        "Compiled by editors",
    ]
    assert found["Official statistics"] == [
        (
            "This pay is within the national median for this role, $100,000 to $150,000 a year. "
            "Source: Bureau, 2025"
        )
    ]
    assert found["Advertised pay"] == found["Compiled by editors"] == NOTHING


def test_level_decides_which_percentiles(client, role):
    for level, median in (("", 142_000), ("senior", 160_000)):
        ends = {"p50": Decimal(median), "p75": Decimal(170_000)}
        PublishedBenchmarkFactory(role=role, distribution=True, level=level, **ends)

    staff = answers(ask(client, "165000", level="staff"))["Survey"][0]
    entry = answers(ask(client, "165000", level="entry"))["Survey"][0]

    assert "between the median ($160,000) and the 75th percentile" in staff
    assert "senior level, 2026" in staff
    assert "between the median ($142,000) and the 75th percentile" in entry
    assert "There are too few reports of the level by itself." in entry


def test_newest_year_by_itself_goes_before_older_ones_and_several(client, role):
    for first, last, median in ((None, 2022, 100), (None, 2024, 300), (2020, 2024, 200)):
        ends = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"), Decimal(median))
        PublishedBenchmarkFactory(role=role, distribution=True, first_year=first, year=last, **ends)

    assert "($300)" in answers(ask(client, "300"))["Survey"][0]


@pytest.mark.usefixtures("survey")
def test_other_periods_are_counted_as_a_year_and_that_is_said(client):
    [sentence] = answers(ask(client, "72", period="hour"))["Survey"]

    assert "between the median ($142,000) and the 75th percentile" in sentence  # $149,760
    assert "A full-time year is counted as 2,080 hours." in sentence


@pytest.mark.usefixtures("survey")
def test_currencies_are_not_converted(client, role):
    PublishedBenchmarkFactory(role=role, currency="EUR", year=2025)

    found = answers(ask(client, "150000", currency="EUR"))["Survey"]

    assert found[0].startswith("This pay is within the national median for this role")
    assert found[1] == (
        "The percentiles for this role here are in USD. Currencies are not converted."
    )


BAD = [
    ({"pay": ""}, "Enter your pay as a number, such as 142000."),
    ({"pay": "much"}, "Enter a number."),
    ({"pay": "NaN"}, "Enter a number."),
    ({"pay": "-5"}, "Ensure this value is greater than or equal to 0.01."),
    ({"pay": "1,5"}, "Enter a number."),
    ({"pay": "9" * 30}, "Ensure"),
    ({"pay": "1", "role": "nobody"}, "There is no such choice as “nobody”."),
    ({"pay": "1", "role": ""}, "This field is required."),
    ({"pay": "1", "place": "moon"}, "There is no such choice as “moon”."),
    ({"pay": "1", "currency": "XXX"}, "There is no such choice as “XXX”."),
    ({"pay": "1", "period": "eon"}, "There is no such choice as “eon”."),
    ({"pay": "1", "level": "boss"}, "There is no such choice as “boss”."),
]


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize(("given", "message"), BAD)
def test_what_cannot_be_understood_is_named(client, given, message):
    html = ask(client, given.pop("pay"), 400, **given)

    assert message in words(html)
    assert answers(html) == {}


@pytest.mark.usefixtures("survey")
def test_link_chooses_beforehand_and_never_the_pay(client, role):
    merge_roles(keep=role, gone=RoleFactory(slug="ml-developer"), by=None)
    RoleFactory(slug="ai-engineer")

    html = client.get(f"{PAGE}?role=ml-developer&place=us&level=senior").content.decode()

    assert '<option value="ml-engineer" selected>' in html
    assert '<option value="senior" selected>' in html
    assert '<option value="us" selected>' in html
    assert "“pay” is not something" in client.get(f"{PAGE}?pay=123456").content.decode()
    assert client.get(f"{PAGE}?role=nobody").status_code == 400


PAY = "151737"
SHOWN = re.compile(r"151[,.]?737")


def held(memory: object) -> list[object]:
    """All that an object keeps, whatever it calls it."""
    kept = {name: getattr(memory, name) for name in dir(memory) if not name.startswith("__")}
    return [value for value in kept.values() if not callable(value)]


@pytest.mark.usefixtures("survey")
@pytest.mark.parametrize("kind", ["understood", "not understood"])
def test_pay_is_neither_stored_nor_logged_nor_in_an_address_or_a_header(client, caplog, kind):
    caplog.set_level(logging.DEBUG)
    data = form(PAY, place="us" if kind == "understood" else "moon")

    with CaptureQueriesContext(connection) as made:
        response = sent(client, data)

    assert response.status_code == (200 if kind == "understood" else 400)
    assert SHOWN.search(response.content.decode())  # the reader sees what was entered
    assert not [each for each in made if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [each for each in made if SHOWN.search(each["sql"])]
    assert not SHOWN.search(caplog.text)
    assert not SHOWN.search(str(response.headers))
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    body = response.content.decode()
    assert not [url for url in re.findall(r'(?:href|action)="([^"]*)"', body) if SHOWN.search(url)]
    assert not SHOWN.search(repr(getattr(cache, "_cache", {})))
    assert not SHOWN.search(repr([held(memory) for memory in memories]))


@pytest.mark.usefixtures("survey")
def test_pay_is_in_no_report_of_an_error(client, monkeypatch, caplog, settings):
    """Where the code fails, neither the log nor Django's page for the developers tells the pay."""
    client.raise_request_exception = False

    def fail(asked: Any) -> None:
        raise RuntimeError("Broken.")

    monkeypatch.setattr("salaries.standing.views.answers_to", fail)
    response = sent(client, form(PAY))
    request = response.wsgi_request

    assert response.status_code == 500
    assert not SHOWN.search(caplog.text)
    assert not SHOWN.search(response.content.decode())
    settings.DEBUG = False
    kept = get_exception_reporter_filter(request).get_post_parameters(request)
    assert kept["pay"] != PAY


def test_answer_costs_four_queries_at_most(client, role, django_assert_max_num_queries):
    for year in range(1990, 2026):
        PublishedBenchmarkFactory(role=role, year=year)
        PublishedBenchmarkFactory(role=role, year=year, distribution=True)

    with django_assert_max_num_queries(4):
        ask(client, "150000")


@pytest.mark.usefixtures("survey")
def test_form_from_elsewhere_is_refused(client):
    refused = send(Client(), "post", ANSWER, data=form(PAY), headers={"origin": "http://x.example"})

    assert (refused.status, refused.writes) == (403, [])
    assert not SHOWN.search(refused.text)


def test_page_is_a_public_page_and_is_linked(client, role):
    PublishedBenchmarkFactory(role=role, place=CountryFactory())

    response = client.get(f"{PAGE}?role=ml-engineer")

    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    for address in ("/salaries/", "/salaries/ml-engineer/", "/roles/ml-engineer/"):
        assert f'href="{PAGE}' in client.get(address).content.decode(), address
