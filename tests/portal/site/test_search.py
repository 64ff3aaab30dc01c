"""The search of the site: one page and one address of the API for all that is public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone
from django.utils.http import urlencode

from guides.actions import unpublish_guide
from guides.models import Guide
from portal.freshness.dependencies import collect
from portal.freshness.pages import ENVIRON_KEY
from portal.search.asking import FEW
from portal.search.sections import all_sections
from portal.site import urls as site_urls
from portal.site.models import TAKEN
from tests.factories.jobs import OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory
from tests.guides.test_search import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def keepers():
    """One of each kind that is about keepers, and one of each that isn't."""
    role, other = RoleFactory(slug="keeper", name="Zoo keeper"), RoleFactory(slug="other")
    published(title="Becoming a keeper", body="What a keeper earns <b>today</b>.", roles=[role])
    published(slug="other", title="Other", roles=[other])
    PublishedBenchmarkFactory(role=role)
    PublishedBenchmarkFactory(role=other)
    OpenJobFactory(title="Night keeper", primary_role=role, description="Keep watch.")
    OpenJobFactory(title="Other", primary_role=other)


def page(client, **asked):
    return client.get(f"/search/?{urlencode(asked)}")


def kinds(client, **asked) -> dict[str, list[str]]:
    """Titles by kind, as the API gives them."""
    answer = client.get(f"/api/v1/search/?{urlencode(asked)}")
    assert answer.status_code == 200
    return {
        kind["name"]: [result["title"] for result in kind["results"]]
        for kind in answer.json()["kinds"]
    }


def test_page_shows_each_kind_with_its_number(client, keepers):
    text = page(client, q="keeper").content.decode()

    assert [
        text.count(f'<h2 id="{name}">') for name in ("roles", "guides", "salaries", "jobs")
    ] == [1] * 4
    assert text.count('<span class="find__count">1</span>') == 4
    for address in ("/roles/keeper/", "/guides/what-it-pays/", "/salaries/keeper/#figure-"):
        assert f'href="{address}' in text
    assert "What a <mark>keeper</mark> earns &lt;b&gt;today&lt;/b&gt;." in text
    assert "Other" not in text
    assert '<meta name="robots" content="noindex">' in text


def test_api_gives_what_the_page_shows(client, keepers):
    answer = client.get("/api/v1/search/?q=keeper").json()

    assert (answer["q"], answer["is_respelled"]) == ("keeper", False)
    assert [(kind["name"], kind["count"], kind["is_more"]) for kind in answer["kinds"]] == [
        ("roles", 1, False),
        ("guides", 1, False),
        ("salaries", 1, False),
        ("jobs", 1, False),
    ]
    guide, job = answer["kinds"][1], answer["kinds"][3]
    assert guide["url"] == "http://testserver/search/?q=keeper&kind=guides"
    assert job["url"] == "http://testserver/jobs/?q=keeper"
    assert guide["results"] == [
        {
            "title": "Becoming a keeper",
            "url": "http://testserver/guides/what-it-pays/",
            "facts": ["Pay", "1 min read"],
            "pay": "",
            "passage": "The figures. It pays. What a keeper earns <b>today</b>.",
        }
    ]


def test_words_that_ask_for_a_kind_find_it(client, keepers):
    assert kinds(client, q="keeper salary")["salaries"] == [
        "Zoo keeper: National median, United States"
    ]
    assert kinds(client, q="jobs for a keeper")["jobs"] == ["Night keeper"]
    assert kinds(client, q="keeper guide")["guides"] == ["Becoming a keeper"]


def test_without_words_the_page_shows_ways_on_and_the_api_everything(client, keepers):
    text = client.get("/search/").content.decode()

    assert "Or look around" in text
    assert "Zoo keeper" not in text
    assert kinds(client)["jobs"] == ["Other", "Night keeper"]


def test_nothing_found_says_what_to_do(client, keepers):
    text = page(client, q="keeper zebra").content.decode()

    assert "Nothing has all of these words" in text
    assert 'href="/guides/"' in text


def test_wrong_letter_is_put_right_and_said(client, keepers):
    text = page(client, q="keepper").content.decode()

    assert "Nothing is written “keepper”. These are results for “keeper”." in text
    assert 'href="/search/?q=keeper&amp;kind=guides"' in text
    assert client.get("/api/v1/search/?q=keepper").json()["is_respelled"] is True


def test_words_of_what_is_not_public_are_not_told(client, keepers):
    published(slug="secret", title="Xylophone")
    unpublish_guide(guide=Guide.objects.get(slug="secret"), by=None)

    text = page(client, q="xylophonne").content.decode()

    assert "Nothing has all of these words" in text
    assert "xylophone" not in text.lower().replace("xylophonne", "")


def test_question_is_taken_as_people_put_it(client, keepers):
    expected = kinds(client, q="keeper salary")

    for text in ("what's a keeper's salary", "How much does a keeper earn?", "keepers salaries"):
        found = kinds(client, q=text)
        assert found["salaries"] == expected["salaries"] != [], text
        assert found["roles"] == ["Zoo keeper"], text


def test_word_with_a_slip_that_the_database_stems_finds_roles_and_figures_too(client):
    role = RoleFactory(slug="engineer", name="ML engineer")
    published(title="An engineer", roles=[role])
    PublishedBenchmarkFactory(role=role)

    found = kinds(client, q="ml enginer")

    assert (len(found["roles"]), len(found["guides"]), len(found["salaries"])) == (1, 1, 1)


def test_everything_of_a_kind_is_at_its_own_page(client, keepers):
    answer = client.get("/api/v1/search/").json()

    assert [kind["url"].removeprefix("http://testserver") for kind in answer["kinds"]] == [
        "/roles/",
        "/guides/",
        "/salaries/explore/",
        "/jobs/",
    ]


def test_one_kind_has_pages(client):
    for number in range(FEW + 17):
        published(slug=f"guide-{number}", title=f"Zebra {number}")

    everything = page(client, q="zebra").content.decode()
    first = page(client, q="zebra", kind="guides").content.decode()
    second = page(client, q="zebra", kind="guides", page=2).content.decode()

    assert (everything.count("<h3>"), first.count("<h3>"), second.count("<h3>")) == (FEW, 20, 2)
    assert 'href="/search/?q=zebra&amp;kind=guides">All 22' in everything
    assert "Page 1 of 2, 22 results" in first


def test_kind_without_results_names_the_others(client, keepers):
    text = page(client, q="watch", kind="guides").content.decode()

    assert "None of these has all of the words. Other kinds do" in text
    assert 'href="/jobs/?q=watch"' in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "keeper", "kind": "zebras"}, "There is no kind of results called “zebras”."),
        ({"q": "— !"}, "Write a word or a number: signs alone find nothing."),
        ({"q": "x" * 201}, "at most 200 characters"),
        ({"q": "keeper", "page": "51"}, "Lists end at page 50."),
        ({"q": "keeper", "sort": "pay"}, "“sort” is not something"),
    ],
)
def test_what_cannot_be_understood_is_named(client, keepers, asked, said):
    answer = page(client, **asked)

    assert answer.status_code == 400 if "sort" not in asked else 200
    assert said in answer.content.decode()
    assert client.get(f"/api/v1/search/?{urlencode(asked)}").status_code == 400


@pytest.mark.parametrize(
    ("kind", "topics"),
    [
        ("roles", {"taxonomy"}),
        ("guides", {"guides", "taxonomy"}),
        ("salaries", {"salaries", "taxonomy"}),
        ("jobs", {"jobs", "salaries", "taxonomy"}),
    ],
)
def test_results_of_a_kind_depend_on_all_that_moves_them(keepers, kind, topics):
    [section] = [section for section in all_sections() if section.name == kind]
    with collect() as dependencies:
        section.find(("keeper",)).results(0, 5)

    assert dependencies.topics >= topics


@pytest.mark.parametrize(
    "publish",
    [
        lambda at: published(body="A keeper.", at=at),
        lambda at: PublishedBenchmarkFactory(role=RoleFactory(slug="keeper"), published_at=at),
        lambda at: OpenJobFactory(title="Keeper", at=at),
    ],
    ids=["guide", "figure", "job"],
)
def test_kept_answer_lasts_until_something_goes_live_by_the_clock(client, start_worker, publish):
    soon = timezone.now() + timedelta(minutes=5)
    publish(soon)
    start_worker()

    answer = client.get("/search/?q=keeper")
    kept = answer.wsgi_request.environ[ENVIRON_KEY]
    kept.close()

    assert kept.until == soon


@pytest.mark.parametrize("count", [1, 30])
def test_search_keeps_to_its_number_of_queries(client, count, start_worker):
    for number in range(count):
        role = RoleFactory(slug=f"role-{number}", name=f"Keeper {number}")
        body = f"Zebra.\n\n{{{{ salary-figure role={role.slug} measure=national-median }}}}"
        PublishedBenchmarkFactory(role=role)
        published(slug=f"guide-{number}", title=f"Keeper {number}", body=body, roles=[role])
        OpenJobFactory(title=f"Keeper {number}", primary_role=role)
    budgets = {
        "/search/?q=keeper": 7,
        "/search/?q=keeper&kind=guides": 4,
        "/api/v1/search/?q=keeper": 7,
    }

    costs = {}
    for address in budgets:
        start_worker()
        client.get("/search/?q=other")  # what a worker reads once
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[address] = len(queries)

    assert costs == budgets


def test_no_page_of_text_takes_the_address_of_another_page():
    patterns = [str(entry.pattern) for entry in get_resolver().url_patterns]
    patterns += [str(entry.pattern) for entry in site_urls.urlpatterns]
    words = {pattern.partition("/")[0] for pattern in patterns} - {"", "<slug:slug>"}

    assert {word for word in words if word.isalpha()} <= set(TAKEN.split("|"))
