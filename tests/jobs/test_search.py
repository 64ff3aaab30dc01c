"""Jobs by words, in an order, and what an empty list suggests."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from jobs.actions import approve_job, close_job
from jobs.models import CloseReason
from portal.taxonomy.actions import merge_roles
from tests.factories.jobs import (
    ClosedJobFactory,
    CompanyFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ReturnedJobFactory,
    ScheduledJobFactory,
    hand_over,
)
from tests.factories.taxonomy import CityFactory, RoleFactory, SkillFactory
from tests.jobs.test_feed import entry_titles

pytestmark = pytest.mark.django_db


def ask(client, **asked):
    return client.get(f"/jobs/?{urlencode(asked, doseq=True)}")


def titles(client, **asked) -> list[str]:
    return [card.title for card in ask(client, **asked).context["cards"]]


def test_job_is_found_by_all_that_it_says(client):
    OpenJobFactory(
        title="Compiler engineer",
        company=CompanyFactory(slug="quill", name="Quill & Sons"),
        primary_role=RoleFactory(slug="one", name="Wrangler"),
        skills=[SkillFactory(name="C++")],
        locations=[CityFactory(slug="zurich", name="Zürich", region_code="")],
        description="Make *lanterns* glow.",
        benefits="A desk by the window",
    )
    OpenJobFactory(title="Another", description="Nothing of it.", benefits="")

    for words in ("compilers", "quill sons", "wrangler", "c++", "zurich", "Lantern", "WINDOW desk"):
        assert titles(client, q=words) == ["Compiler engineer"], words
    assert titles(client, q="compilers wardrobe") == []


def test_words_in_the_title_come_before_others_and_newer_before_older(client):
    now = timezone.now()
    for age, title in enumerate(("Painter", "Lantern maker", "Writer", "Lantern seller"), start=1):
        OpenJobFactory(title=title, description="A lantern.", at=now - timedelta(days=age))

    assert titles(client, q="lantern") == ["Lantern maker", "Lantern seller", "Painter", "Writer"]
    assert titles(client, q="lantern", sort="date") == [
        "Painter",
        "Lantern maker",
        "Writer",
        "Lantern seller",
    ]


def test_highest_pay_comes_first_by_the_year_and_each_currency_by_itself(client):
    for title, pay in {
        "Yearly": (90_000, "year", "USD"),
        "Hourly": (50, "hour", "USD"),  # 104,000 a year
        "Monthly": (9_000, "month", "USD"),  # 108,000 a year
        "Pounds": (60_000, "year", "GBP"),
        "Euros": (999_000, "year", "EUR"),
        "Fewer euros": (20_000, "year", "EUR"),
    }.items():
        amount, period, currency = pay
        OpenJobFactory(title=title, pay_min=amount, pay_max=10**6, period=period, currency=currency)

    dollars, euros = ["Monthly", "Hourly", "Yearly"], ["Euros", "Fewer euros"]
    assert titles(client, sort="pay") == [*dollars, *euros, "Pounds"]
    assert titles(client, sort="pay", currency="GBP") == ["Pounds", *euros, *dollars]
    assert "amounts in two currencies aren’t compared" in ask(client, sort="pay").text


def test_wrong_letters_find_what_is_written_nearly_so_and_say_so(client):
    OpenJobFactory(title="Kubernetes engineer")
    OpenJobFactory(title="Writer")

    response = ask(client, q="kubermetes engneer")

    assert [card.title for card in response.context["cards"]] == ["Kubernetes engineer"]
    assert "Nothing open is written “kubermetes engneer”." in response.text
    assert "These are jobs with “kubernetes engineer”." in response.text


@pytest.mark.parametrize(
    "factory",
    [DraftJobFactory, ReturnedJobFactory, ScheduledJobFactory, ExpiredJobFactory, ClosedJobFactory],
)
@pytest.mark.parametrize("words", ["zanzibar", "zanzibra"])
def test_nothing_tells_of_a_job_that_is_not_public(client, factory, words):
    factory(title="Zanzibar engineer")
    OpenJobFactory(title="Engineer")

    response = ask(client, q=words)

    assert response.context["page"].total == 0
    assert "zanzibar" not in response.text.lower().replace(words, "")
    assert [(item.label, item.count) for item in response.context["suggestions"]] == [
        (f"“{words}”", 1)
    ]


def test_live_edit_is_found_once_it_is_approved(client):
    job = OpenJobFactory(title="Engineer")
    hand_over(job, title="Lamplighter")
    before = titles(client, q="lamplighter"), titles(client, q="engineer")

    approve_job(job=job, by=None)

    assert before == ([], ["Engineer"])
    assert titles(client, q="lamplighter") == ["Lamplighter"]


@time_machine.travel("2026-11-02 12:00Z", tick=False)
def test_job_is_gone_from_all_a_second_after_it_ends(client, start_worker):
    now = timezone.now()
    OpenJobFactory(title="Lantern maker", level="senior", closes_at=now + timedelta(days=2))
    OpenJobFactory(title="Lantern seller", level="mid")

    def everything():
        page = ask(client, q="lantern")
        levels = next(facet for facet in page.context["facets"] if facet.name == "level")
        api = client.get("/api/v1/jobs/?q=lantern&facets=true").json()
        return (
            [card.title for card in page.context["cards"]],
            page.context["page"].total,
            {choice.value: choice.number for choice in levels.choices},
            [
                entry.partition(",")[0]
                for entry in entry_titles(client.get("/jobs/feed/?q=lantern"))
            ],
            (len(api["results"]), api["count"], [row["value"] for row in api["facets"]["level"]]),
        )

    start_worker()
    with time_machine.travel(now + timedelta(days=2, seconds=-1), tick=False):
        before = everything()
    with time_machine.travel(now + timedelta(days=2, seconds=1), tick=False):
        after = everything()

    both = ["Lantern seller", "Lantern maker"]
    assert before == (both, 2, {"mid": 1, "senior": 1}, both, (2, 2, ["mid", "senior"]))
    assert after == (both[:1], 1, {"mid": 1}, both[:1], (1, 1, ["mid"]))


@time_machine.travel("2026-11-10 12:00Z", tick=False)
def test_posted_within_days_goes_by_the_calendar(client):
    now = timezone.now()
    for hours in (1, 35, 37, 24 * 7 + 11, 24 * 7 + 13):
        OpenJobFactory(title=f"{hours} hours ago", at=now - timedelta(hours=hours))

    assert titles(client, posted="1") == ["1 hours ago", "35 hours ago"]
    assert len(titles(client, posted="7")) == 4


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'; DROP TABLE jobs_job; --",
        "title:engineer NEAR(a b, 3) * ^ - + {x}",
        "engineer AND OR NOT",
        "a & b | !c <-> d:* (",
        "\\ \\' %s %(words)s {} $1",
        "*",
        "🦓🦓",
        "engineer 🦓",
        "مهندس تعلم الآلة",
        "\u202eengineer\u202c \u200d",
        "ﬃ ①² ẞ İ",
        "x" * 10_000,
        "word " * 300,
        " ".join(f"w{number}" for number in range(60)),
        "<script>alert(1)</script>",
        "\x01\x1f\ufffe",
    ],
)
def test_hostile_words_are_words_or_are_refused(client, words):
    OpenJobFactory(title="There")

    for address in ("/jobs/", "/jobs/feed/", "/api/v1/jobs/"):
        response = client.get(f"{address}?{urlencode({'q': words})}")
        assert response.status_code in (200, 400), address
        assert "<script>alert" not in response.text


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%ED%A0%80", "q=a%00b"])
def test_words_that_are_no_text_are_refused(client, query):
    for address in ("/jobs/", "/jobs/feed/", "/api/v1/jobs/"):
        assert client.get(f"{address}?{query}").status_code == 400


def test_signs_alone_are_named_and_find_everything(client):
    OpenJobFactory(title="There")

    response = ask(client, q="+++")

    assert "signs alone find nothing" in response.text
    assert [card.title for card in response.context["cards"]] == ["There"]
    assert response.status_code == 400


def test_empty_list_says_what_to_drop_and_what_each_gives(client):
    one, two = RoleFactory(slug="one", name="One"), RoleFactory(slug="two", name="Two")
    OpenJobFactory(title="Lantern", primary_role=one, level="mid")
    OpenJobFactory(title="Lantern", primary_role=two, level="mid")
    OpenJobFactory(title="Candle", primary_role=one, level="senior")

    response = ask(client, q="lantern", role=["one", "two"], level="senior", sort="pay")

    found = [(item.label, item.without, item.count) for item in response.context["suggestions"]]
    assert found == [
        ("Senior", "?q=lantern&role=one&role=two&sort=pay", 2),
        ("“lantern”", "?role=one&role=two&level=senior&sort=pay", 1),
    ]
    for _, address, count in found:
        assert client.get(f"/jobs/{address}").context["page"].total == count


def test_feed_tells_of_the_list_of_the_same_address(client):
    RoleFactory(slug="one"), RoleFactory(slug="two")
    OpenJobFactory(title="Lantern maker", level="senior", company=CompanyFactory(name="A"))
    OpenJobFactory(title="Lantern seller"), OpenJobFactory(title="Candle maker", level="senior")

    response = client.get("/jobs/feed/?q=lantern&level=senior&level=staff")

    assert entry_titles(response) == ["Lantern maker, A"]
    assert b"/jobs/?q=lantern&amp;level=senior&amp;level=staff" in response.content


def test_job_is_found_by_the_new_names_of_what_it_names(client):
    role, skill = RoleFactory(slug="one", name="Wrangler"), SkillFactory(name="Weaving")
    company = CompanyFactory(name="Quill")
    OpenJobFactory(title="There", company=company, primary_role=role, skills=[skill])
    company.name, role.name, skill.name = "Feather", "Herder", "Knitting"
    for named in (company, role, skill):
        named.save()

    assert titles(client, q="feather herder knitting") == ["There"]
    assert titles(client, q="quill") == titles(client, q="wrangler") == []


def test_job_of_a_merged_role_is_found_by_the_role_that_stays(client):
    gone, keep = RoleFactory(slug="one", name="Wrangler"), RoleFactory(slug="two", name="Herder")
    OpenJobFactory(title="There", primary_role=gone)
    merge_roles(keep=keep, gone=gone, by=None)

    assert titles(client, q="herder") == titles(client, role="one") == ["There"]
    assert titles(client, q="wrangler") == []


def test_closed_job_leaves_no_words(client):
    job = OpenJobFactory(title="Lantern maker")
    OpenJobFactory(title="Lantern seller")
    close_job(job=job, by=None, reason=CloseReason.FILLED)

    assert titles(client, q="lantern") == ["Lantern seller"]


@pytest.mark.parametrize("count", [1, 30])
def test_search_costs_six_queries_at_most(client, start_worker, count):
    role = RoleFactory(slug="one")
    for number in range(count):
        OpenJobFactory(title=f"Lantern {number}", primary_role=role, pay_min=Decimal(2_000))

    costs = {}
    narrow = "q=lantern&role=one&level=mid&country=us&pay_min=1000&posted=7"
    for query in ("q=lantern", "q=lantren", "q=nothing+at+all", narrow):
        for address in ("/jobs/", "/jobs/feed/", "/api/v1/jobs/"):
            sort = "&sort=pay" if query == narrow and "api" not in address else ""
            start_worker()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{address}?{query}{sort}").status_code == 200
            costs[address, query] = len(queries)

    assert max(costs.values()) <= 6, costs
