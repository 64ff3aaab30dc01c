"""The analyst's desk: every limit of every field tried through the form, and who may do what."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from salaries.models import Benchmark, Source
from tests.factories.accounts import StaffFactory
from tests.factories.salaries import BenchmarkFactory, PublishedBenchmarkFactory, SourceFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/salaries/benchmark/add/"
LIST = "/admin/salaries/benchmark/"


@pytest.fixture
def analyst():
    return StaffFactory(groups=("analyst",), name="Ana Lyst")


@pytest.fixture
def desk(client, analyst):
    client.force_login(analyst)
    return client


def filled(**given):
    """The form as an analyst would send it for a published range."""
    return {
        "role": RoleFactory(slug="ml-engineer", name="ML engineer").pk,
        "measure": "national-median",
        "specialism": "",
        "min_years": "",
        "max_years": "",
        "place": CountryFactory().pk,
        "workplace": "any",
        "year": "2026",
        "component": "base",
        "currency": "USD",
        "period": "year",
        "shape": "range",
        "low": "100000",
        "high": "150000",
        "note": "",
        "source": SourceFactory(slug="survey").pk,
        "status": "published",
        "published_at_0": "",
        "published_at_1": "",
    } | given


SHAPES = [
    ({}, "$100,000 to $150,000"),
    ({"open_ended": "on"}, "$100,000 to $150,000 or more"),
    ({"shape": "single", "high": ""}, "$100,000"),
    ({"shape": "at_least", "high": ""}, "$100,000 or more"),
    ({"shape": "at_most", "low": ""}, "up to $150,000"),
]


@pytest.mark.parametrize(("given", "words"), SHAPES)
def test_figure_of_each_shape_is_entered(desk, analyst, given, words):
    response = desk.post(ADD, filled(**given))

    benchmark: Any = Benchmark.objects.public().get()
    assert response.status_code == 302
    assert benchmark.figure == words
    assert benchmark.history.get().history_user == analyst


BAD = [
    ({"low": "NaN"}, "low", "Enter a number."),
    ({"low": "-1"}, "low", "Ensure this value is greater than or equal to 0.01."),
    ({"high": "2000000000"}, "high", "Ensure this value is less than or equal to 1000000000."),
    (
        {"high": "100000000000000000000"},
        "high",
        "Ensure that there are no more than 12 digits in total.",
    ),
    ({"high": "1e20"}, "high", "Ensure that there are no more than 12 digits in total."),
    ({"low": "200000"}, "high", "Lies above the lower end"),
    ({"low": "1.001"}, "low", "Ensure that there are no more than 2 decimal places."),
    ({"high": ""}, "high", "This shape needs it."),
    ({"shape": "mean"}, "shape", "Select a valid choice."),
    ({"year": "9999"}, "year", "Ensure this value is less than or equal to 2100."),
    ({"year": "20 26"}, "year", "Enter a whole number."),
    ({"min_years": "4"}, "min_years", "Only for the measure “By experience”."),
    ({"measure": "experience"}, "min_years", "“By experience” needs it"),
    (
        {"measure": "experience", "min_years": "1", "max_years": "99999999999999999999"},
        "max_years",
        "Ensure this value is less than or equal to 60.",
    ),
    ({"measure": "specialism"}, "specialism", "The measure “Specialism” needs one."),
    ({"measure": "specialism", "specialism": "x" * 81}, "specialism", "at most 80 characters"),
    ({"note": "x" * 201}, "note", "at most 200 characters"),
    ({"currency": "usd"}, "currency", "Three capital letters, such as USD."),
    ({"currency": "ÄÖÜ"}, "currency", "Three capital letters, such as USD."),
    ({"source": ""}, "source", "A figure can’t be published without a source."),
    ({"source": "999999"}, "source", "Select a valid choice."),
    ({"role": "999999"}, "role", "Select a valid choice."),
    (
        {"published_at_0": "9999-12-31", "published_at_1": "23:59"},
        "published_at",
        "Choose an instant within the next five years.",
    ),
    (
        {"published_at_0": "0001-01-01", "published_at_1": "00:00"},
        "published_at",
        "Choose an instant within the next five years.",
    ),
]


@pytest.mark.parametrize(("given", "field", "message"), BAD)
def test_bad_input_is_told_beside_its_field_and_stores_nothing(desk, given, field, message):
    response = desk.post(ADD, filled(**given))

    errors = response.context["adminform"].form.errors
    assert response.status_code == 200
    [said] = errors[field]
    assert message in said
    assert Benchmark.objects.count() == 0


def test_role_that_is_no_number_is_refused(desk):
    response = desk.post(ADD, filled(role="x"))

    assert response.status_code == 400
    assert Benchmark.objects.count() == 0


def test_nul_is_refused_at_the_door(desk):
    response = desk.post(ADD, filled(note="a\0b"))

    assert response.status_code == 400
    assert "note" in response.content.decode()
    assert Benchmark.objects.count() == 0


def test_same_figure_of_the_same_source_is_refused_in_words(desk):
    PublishedBenchmarkFactory()

    response = desk.post(ADD, filled())

    problems = response.context["adminform"].form.non_field_errors()
    assert problems == ["This source already has a published figure for exactly this."]
    assert Benchmark.objects.count() == 1


def test_form_shows_the_words_that_readers_see(desk):
    benchmark = PublishedBenchmarkFactory(at_most=True)

    html = desk.get(f"{LIST}{benchmark.pk}/change/").content.decode()

    words = "ML engineer, National median: up to $190,000 a year, base pay, United States, 2026"
    assert words in html
    assert "Shown here once the figure has been saved." in desk.get(ADD).content.decode()


def test_correction_is_kept_with_who_made_it(desk, analyst):
    benchmark = PublishedBenchmarkFactory()

    desk.post(f"{LIST}{benchmark.pk}/change/", filled(low="110000"))

    newest, _ = benchmark.history.order_by("-history_id")
    assert (newest.low, newest.history_user) == (110_000, analyst)
    assert "$110,000 to $150,000" in desk.get(f"{LIST}{benchmark.pk}/history/").content.decode()


def chosen(action, *benchmarks):
    return {"action": action, "_selected_action": [row.pk for row in benchmarks]}


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_many_are_published_and_the_others_say_why(desk):
    good, bad = BenchmarkFactory(), BenchmarkFactory(source=None, entry=True)

    response = desk.post(LIST, chosen("publish", good, bad), follow=True)

    assert messages_of(response) == [
        "1 published.",
        "ML engineer, 0–1 years: A figure can’t be published without a source.",
    ]
    assert list(Benchmark.objects.public()) == [good]


def test_many_are_withdrawn(desk):
    first, second = PublishedBenchmarkFactory(), PublishedBenchmarkFactory(entry=True)

    why = desk.post(LIST, chosen("withdraw", first, second)).headers["Location"]
    response = desk.post(why, {"reason": "The publisher took them back"}, follow=True)
    again = desk.post(LIST, chosen("withdraw", first), follow=True)

    assert messages_of(response) == ["2 withdrawn. Guides no longer show them."]
    assert messages_of(again) == ["None of these is published."]
    assert not Benchmark.objects.public().exists()


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_one_and_for_thirty(desk, count, django_assert_max_num_queries):
    for number in range(count):
        BenchmarkFactory(year=2000 + number, source=SourceFactory(slug=f"source-{number}"))

    with django_assert_max_num_queries(12):
        html = desk.get(LIST).content.decode()

    assert html.count('class="action-select"') == count


def test_list_finds_and_narrows(desk):
    BenchmarkFactory(special=True)
    BenchmarkFactory(role=RoleFactory(slug="ai-engineer", name="AI engineer"))

    found = desk.get(f"{LIST}?q=robotics").content.decode()
    narrowed = desk.get(f"{LIST}?measure__exact=national-median").content.decode()

    assert ("Robotics" in found, found.count('class="action-select"')) == (True, 1)
    assert narrowed.count('class="action-select"') == 1


def test_scheduled_figure_says_from_when_it_is_public(desk, time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC))
    desk.force_login(StaffFactory(groups=("analyst",)))
    PublishedBenchmarkFactory(published_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC))

    assert "public from 2026-06-01 09:30 UTC" in desk.get(LIST).content.decode()


def test_drafts_wait_on_the_dashboard(desk):
    BenchmarkFactory()

    html = desk.get("/admin/").content.decode()

    assert "Figures not yet published" in html


SOURCE = {
    "name": "A survey",
    "slug": "a-survey",
    "publisher": "Somebody",
    "url": "",
    "basis": "survey",
    "reference_period": "2026",
    "retrieved_on": "2026-02-03",
    "method": "People were asked.",
    "license": "CC BY 4.0",
    "license_url": "",
}
SOURCE_BAD = [
    ({"name": ""}, "name", "This field is required."),
    ({"url": "javascript:alert(1)"}, "url", "Enter a valid URL."),
    ({"retrieved_on": "9999-12-31"}, "retrieved_on", "This day is still to come."),
    ({"retrieved_on": "0001-01-01"}, "retrieved_on", "Nothing is kept from before 1990."),
    ({"basis": "hearsay"}, "basis", "Select a valid choice."),
    ({"method": "x" * 4001}, "method", "at most 4000 characters"),
]


def test_source_is_entered(desk):
    desk.post("/admin/salaries/source/add/", SOURCE)

    assert Source.objects.get().name == "A survey"


@pytest.mark.parametrize(("given", "field", "message"), SOURCE_BAD)
def test_bad_source_is_told_beside_its_field_and_stores_nothing(desk, given, field, message):
    response = desk.post("/admin/salaries/source/add/", SOURCE | given)

    assert message in " ".join(response.context["adminform"].form.errors[field])
    assert Source.objects.count() == 0


def test_source_links_to_its_figures(desk):
    source = PublishedBenchmarkFactory().source

    html = desk.get("/admin/salaries/source/").content.decode()

    address = f"{reverse('admin:salaries_benchmark_changelist')}?source__id__exact={source.pk}"
    assert f'<a href="{address}">1</a>' in html
    assert desk.get(address).status_code == 200


RIGHTS = [
    ("analyst", 200, True),
    ("editor", 200, False),
    ("author", 403, False),
    ("moderator", 403, False),
]


@pytest.mark.parametrize(("group", "status", "may_add"), RIGHTS)
def test_each_group_has_just_its_rights(client, group, status, may_add):
    benchmark = PublishedBenchmarkFactory()
    client.force_login(StaffFactory(groups=(group,)))

    assert client.get(LIST).status_code == status
    assert client.get(ADD).status_code == (200 if may_add else 403)
    assert client.post(f"{LIST}{benchmark.pk}/delete/", {"post": "yes"}).status_code == 403
    why = f"{LIST}decide/withdraw/?figure={benchmark.pk}"
    assert client.post(why, {"reason": "Wrong"}).status_code == (302 if may_add else 403)
    assert Benchmark.objects.public().exists() is not may_add
