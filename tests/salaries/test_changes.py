"""The changelog of figures: whichever way a published figure changes, its row is there."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from guides.models import GuideCitation
from portal.demo import loaders
from portal.panels import Cited, Citing, citing
from portal.publishing.models import Status
from portal.taxonomy.actions import merge_roles
from salaries.actions import publish_benchmarks, save_figure, withdraw_benchmarks
from salaries.changes import Change, record, said
from salaries.checks import PERCENTILES
from salaries.distributions import Distribution, Group, replace_distributions
from salaries.models import Benchmark, FigureChange
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.salaries import (
    BenchmarkFactory,
    FigureChangeFactory,
    PublishedBenchmarkFactory,
    SourceFactory,
)
from tests.factories.taxonomy import CountryFactory, RoleFactory
from tests.salaries.test_admin import filled

pytestmark = pytest.mark.django_db

PAGE = "/salaries/changes/"
RANGE = "$100,000 to $150,000 a year, 2026"


def published(**given):
    """A figure that came by the one way."""
    draft = BenchmarkFactory(**given)
    publish_benchmarks(benchmarks=Benchmark.objects.filter(pk=draft.pk), by=None)
    draft.refresh_from_db()
    return draft


def told(benchmark=None):
    rows = FigureChange.objects.order_by("at", "pk")
    rows = rows.filter(benchmark=benchmark) if benchmark else rows
    return [(row.kind, row.old, row.new, row.reason) for row in rows]


def agrees(at=None):
    """Whether the changelog, read from its start, says of every figure what readers see at a moment."""
    at = at or timezone.now()
    last = {
        change.benchmark_id: change.new
        for change in FigureChange.objects.public(at).order_by("at", "pk")
    }
    seen = {row.pk: said(row) for row in Benchmark.objects.public(at)}
    return {pk: text for pk, text in last.items() if text} == seen


# Every way in which a figure changes


def by_publishing(desk, figure):
    BenchmarkFactory(year=2024)
    publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)


def by_publishing_later(desk, figure):
    BenchmarkFactory(year=2024, published_at=timezone.now() + timedelta(days=3))
    publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)


def by_withdrawing(desk, figure):
    withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="Wrong")


def form(figure, **given):
    same = {"role": figure.role_id, "place": figure.place_id, "source": figure.source_id}
    return filled(**same, published_at_0="2026-03-01", published_at_1="00:00:00", **given)


def by_the_form(desk, figure):
    answer = desk.post(change_page(figure), form(figure, low="110000"))
    assert answer.status_code == 302


def by_the_form_under_another_heading(desk, figure):
    place = CountryFactory(slug="de", name="Germany", country="DE").pk
    answer = desk.post(change_page(figure), form(figure) | {"place": place, "reason": "Misread"})
    assert answer.status_code == 302


def by_the_form_of_withdrawing(desk, figure):
    answer = desk.post(change_page(figure), form(figure, status="closed", reason="Gone"))
    assert answer.status_code == 302


def by_the_form_for_later(desk, figure):
    day = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    data = form(figure, reason="Too early") | {"published_at_0": day}
    assert desk.post(change_page(figure), data).status_code == 302


def by_the_form_of_adding(desk, figure):
    assert desk.post("/admin/salaries/benchmark/add/", filled(year="2025")).status_code == 302


def by_restoring_an_older_state(desk, figure):
    figure.low = Decimal(90_000)
    save_figure(benchmark=figure, by=None)
    oldest = figure.history.order_by("history_id").filter(status="published").first()
    page = reverse("admin:salaries_benchmark_simple_history", args=[figure.pk, oldest.pk])
    assert desk.post(page, form(figure)).status_code == 302


def by_the_list(desk, figure):
    answer = desk.post(
        "/admin/salaries/benchmark/", {"action": "withdraw", "_selected_action": [figure.pk]}
    )
    assert desk.post(answer.headers["Location"], {"reason": "Wrong"}).status_code == 302


def by_a_merge(desk, figure):
    merge_roles(keep=RoleFactory(slug="kept"), gone=figure.role, by=None)


def by_a_merge_of_doubles(desk, figure):
    keep = RoleFactory(slug="kept")
    published(role=keep)
    merge_roles(keep=keep, gone=figure.role, by=None)


def by_a_merge_of_a_scheduled_one(desk, figure):
    by_publishing_later(desk, figure)
    by_a_merge(desk, figure)


def by_a_swap(desk, figure):
    group = Group(figure.role_id, "mid", figure.place_id, "any", 2025)
    amounts = {name: Decimal(name[1:]) for name in PERCENTILES}
    reports = SourceFactory(slug="reports")
    for count in (10, 11):
        found = [Distribution(group, **amounts, sample_size=count)]
        replace_distributions(reports, found, by=None, reason="Counted")
    replace_distributions(reports, [], by=None, reason="Too few")


def by_the_demo(desk, figure):
    for loader in loaders():
        if loader.order <= 20:
            loader.load(lambda text: None)


WAYS = [value for name, value in list(globals().items()) if name.startswith("by_")]


def change_page(figure):
    return f"/admin/salaries/benchmark/{figure.pk}/change/"


@pytest.fixture
def desk(client):
    client.force_login(SuperuserFactory())
    return client


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_published_figure_changes_without_a_row(desk, way):
    figure = published(entry=False)
    before = FigureChange.objects.count()

    way(desk, figure)

    assert FigureChange.objects.count() > before
    assert agrees()
    assert agrees(timezone.now() + timedelta(days=5))


# What the rows say


def test_row_says_what_came_of_what_and_by_whom(time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC), tick=False)
    analyst = StaffFactory()
    figure = published(remote=True, component="total")

    withdraw_benchmarks(
        benchmarks=Benchmark.objects.all(), by=analyst, reason="The publisher took it back"
    )

    row = FigureChange.objects.get(kind="withdrawn")
    assert row.what == "ML engineer, remote average, remote, total pay, United States"
    assert (row.years, row.source_name, row.old, row.new) == ("2026", "Survey", RANGE, "")
    assert (row.benchmark, row.role, row.source) == (figure, figure.role, figure.source)
    assert (row.at, row.by, row.reason) == (timezone.now(), analyst, "The publisher took it back")
    assert row.who == "An analyst of the portal"


def test_figure_under_another_heading_goes_and_comes(desk):
    figure = published()

    by_the_form_under_another_heading(desk, figure)

    rows = FigureChange.objects.order_by("pk")[1:]
    assert [(row.kind, row.place_name, row.reason) for row in rows] == [
        ("withdrawn", "United States", "Misread"),
        ("published", "Germany", "Misread"),
    ]


def test_note_is_part_of_what_a_figure_says():
    figure = published()
    figure.note = "Without bonus"

    save_figure(benchmark=figure, by=None, reason="The source says so")

    assert told()[1] == ("changed", RANGE, f"{RANGE}; Without bonus", "The source says so")


def test_draft_changes_without_a_row():
    figure = BenchmarkFactory()
    figure.low = Decimal(99_000)

    save_figure(benchmark=figure, by=None)

    assert told() == []


def test_scheduled_figure_is_told_once_it_is_due(time_machine):
    time_machine.move_to(datetime(2026, 5, 4, tzinfo=UTC), tick=False)
    figure = published(published_at=datetime(2026, 5, 6, tzinfo=UTC))
    figure.low = Decimal(99_000)
    save_figure(benchmark=figure, by=None)

    before = list(FigureChange.objects.public())
    time_machine.move_to(datetime(2026, 5, 6, tzinfo=UTC), tick=False)

    assert before == []
    assert [row.new for row in FigureChange.objects.public()] == [
        "$99,000 to $150,000 a year, 2026"
    ]


def test_rows_outlive_the_figure_its_role_and_its_source():
    figure = published()
    role, source = figure.role, figure.source
    figure.delete(), source.delete(), role.delete()

    row = FigureChange.objects.get()

    assert (row.what, row.source_name) == ("ML engineer, national median, United States", "Survey")
    assert (row.benchmark, row.role, row.source) == (None, None, None)


def test_row_is_never_altered():
    row = FigureChangeFactory()

    with pytest.raises(TypeError, match="stays as it is"):
        row.save()
    with pytest.raises(TypeError, match="stays"):
        row.delete()


# Reasons


def test_withdrawing_without_a_reason_is_refused_and_by_the_database_too():
    figure = published()

    with pytest.raises(ValidationError, match="Say why"):
        withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        record([Change(figure, RANGE, "")], by=None, reason="")

    assert list(Benchmark.objects.public()) == [figure]


def test_saving_a_withdrawn_figure_asks_for_a_reason():
    figure = published()
    figure.status = Status.CLOSED

    with pytest.raises(ValidationError, match="Say why"):
        save_figure(benchmark=figure, by=None)

    assert Benchmark.objects.public().exists()


@pytest.mark.parametrize(
    "given", [{"status": "closed"}, {"status": "draft"}, {"published_at_0": "2027-03-01"}]
)
def test_form_asks_why_readers_lose_a_figure(desk, given):
    figure = published()

    answer = desk.post(change_page(figure), form(figure) | given)

    errors = answer.context["adminform"].form.errors
    assert errors == {"reason": ["Say why the figure is withdrawn: readers are told."]}
    assert Benchmark.objects.public().exists()


def test_form_asks_for_no_reason_to_correct_a_figure_or_to_drop_a_draft(desk):
    figure, draft = published(), BenchmarkFactory(year=2024)

    by_the_form(desk, figure)
    answer = desk.post(change_page(draft), form(draft, year="2024", status="closed"))

    assert answer.status_code == 302


def test_list_asks_why_before_anything_is_withdrawn(desk):
    figure = published()
    chosen = {"action": "withdraw", "_selected_action": [figure.pk]}

    address = desk.post("/admin/salaries/benchmark/", chosen).headers["Location"]
    page = desk.get(address).content.decode()
    refused = desk.post(address, {"reason": " "})

    assert "ML engineer, National median: $100,000 to $150,000 a year, United States, 2026" in page
    assert refused.context["form"].errors == {"reason": ["This field is required."]}
    assert Benchmark.objects.public().exists()


def test_published_figure_is_not_deleted(desk):
    figure, draft = published(), BenchmarkFactory(year=2024)

    for row in (figure, draft):
        desk.post(f"/admin/salaries/benchmark/{row.pk}/delete/", {"post": "yes"})

    assert list(Benchmark.objects.all()) == [figure]


# Guides


def cite(guide, benchmark):
    return GuideCitation.objects.create(
        guide=guide, kind="benchmark", key=str(benchmark.pk), label="L", text="T", place=0
    )


def test_public_guides_that_cite_a_figure_are_found_with_one_query(django_assert_num_queries):
    figures = [published(year=year) for year in (2024, 2025, 2026)]
    guides = [LiveGuideFactory(title=title) for title in ("Second", "First")]
    for guide in guides:
        cite(guide, figures[0])
    cite(guides[0], figures[1])
    cite(DraftGuideFactory(), figures[1])
    keys = [Cited("benchmark", str(figure.pk)) for figure in figures]

    with django_assert_num_queries(1):
        found = citing(keys)

    first, second = (Citing(guide.title, guide.get_absolute_url()) for guide in reversed(guides))
    assert found == {keys[0]: [first, second], keys[1]: [second]}


def test_page_names_the_guides_that_rest_on_a_withdrawn_figure(client):
    figure = published()
    guide = LiveGuideFactory(title="What engineers earn")
    cite(guide, figure)
    withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="Wrong")

    page = client.get(PAGE).content.decode()

    assert page.count(f'<a href="{guide.get_absolute_url()}">What engineers earn</a>') == 2


# The page and its files


def ids(client, address):
    """Of the changes on the page, in both files, in the feed and in the API's first page, in order."""
    path, _, query = address.partition("?")
    query = f"?{query}" if query else ""
    page = client.get(address).content.decode()
    table = list(
        csv.DictReader(io.StringIO(client.get(f"/salaries/changes.csv{query}").content.decode()))
    )
    document = json.loads(client.get(f"/salaries/changes.json{query}").content)
    feed = ET.fromstring(client.get(f"{path}feed/{query}").content)
    links = [entry.text or "" for entry in feed.iterfind("{*}entry/{*}id")]
    api = client.get(f"/api/v1/changes/{query}").json()["results"]
    return [
        [int(part.partition('"')[0]) for part in page.split(' id="change-')[1:]],
        [int(row["id"]) for row in table],
        [row["id"] for row in document["results"]],
        [int(link.rpartition("-")[2]) for link in links],
        [row["id"] for row in api],
    ]


@pytest.fixture
def many():
    """Changes of two roles, two sources, in three months."""
    other = {"role": RoleFactory(slug="ai-engineer", name="AI engineer")}
    figures = [
        PublishedBenchmarkFactory(),
        PublishedBenchmarkFactory(**other),
        PublishedBenchmarkFactory(**other, source=SourceFactory(slug="census")),
    ]
    rows = [
        FigureChangeFactory(benchmark=figure, at=datetime(2026, month, 1, tzinfo=UTC))
        for month in (9, 10, 11)
        for figure in figures
    ]
    FigureChangeFactory(benchmark=figures[0], at=timezone.now() + timedelta(days=2))
    return rows[::-1]


FILTERS = [
    "",
    "?role=ai-engineer",
    "?source=census",
    "?month=2026-10",
    "?role=ai-engineer&month=2026-11",
    "?role=ml-engineer&source=census",
]


@pytest.mark.parametrize("query", FILTERS)
def test_page_files_feed_and_api_hold_the_same_rows(client, many, query):
    form = dict(part.split("=") for part in query[1:].split("&") if part)
    wanted = [
        row.pk
        for row in many
        if form.get("role", row.role.slug) == row.role.slug
        and form.get("source", row.source.slug) == row.source.slug
        and form.get("month", f"{row.at:%Y-%m}") == f"{row.at:%Y-%m}"
    ]

    assert ids(client, f"{PAGE}{query}") == [wanted] * 5


def test_changes_stand_under_their_months(client, many):
    page = client.get(PAGE).content.decode()

    assert [page.index(f'<h2 id="month-2026-{month}">') for month in ("11", "10", "09")] == sorted(
        page.index(f'<h2 id="month-2026-{month}">') for month in ("11", "10", "09")
    )


BAD = [
    ("role", "nobody"),
    ("source", "nobody"),
    ("month", "2026-13"),
    ("month", "9999-01"),
    ("what", "x"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_cannot_be_understood_is_named(client, many, name, value):
    query = f"?{name}={value}"

    answers = [
        client.get(f"/salaries/changes{kind}{query}") for kind in (".csv", ".json", "/feed/")
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert [answer.json()["errors"][0]["field"] for answer in answers] == [name] * 3
    assert "could not be used" in client.get(f"{PAGE}{query}").content.decode()


def test_page_number_is_bounded(client, many):
    assert client.get(f"{PAGE}?page=51").status_code == 400


def test_names_of_staff_are_for_staff(client):
    analyst = StaffFactory(name="Ana Lyst")
    BenchmarkFactory()
    publish_benchmarks(benchmarks=Benchmark.objects.all(), by=analyst)

    pages = [
        client.get(f"/salaries/changes{kind}").content.decode()
        for kind in ("/", ".csv", ".json", "/feed/")
    ]
    client.force_login(SuperuserFactory())
    listed = client.get("/admin/salaries/figurechange/").content.decode()

    assert all("An analyst of the portal" in page and "Ana Lyst" not in page for page in pages)
    assert "Ana Lyst" in listed


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_one_and_for_thirty(client, count, django_assert_max_num_queries):
    for number in range(count):
        figure = PublishedBenchmarkFactory(year=1990 + number)
        FigureChangeFactory(benchmark=figure)
        cite(LiveGuideFactory(), figure)

    with django_assert_max_num_queries(7):
        page = client.get(PAGE).content.decode()
    with django_assert_max_num_queries(3):
        client.get("/salaries/changes.csv")

    assert page.count(' id="change-') == min(count, 20)
