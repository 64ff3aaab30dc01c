import pytest
from django.template import engines

from portal.panels import data_of, place
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def drawn(source: str) -> str:
    html = engines["jinja2"].from_string(source).render()
    return " ".join(html.split())


def test_list_shows_the_newest_of_a_role():
    one = RoleFactory(slug="one")
    OpenJobFactory(title="Of one", primary_role=one)
    OpenJobFactory(title="Also of one", primary_role=RoleFactory(slug="two"), roles=[one])
    OpenJobFactory(title="Of two", primary_role=RoleFactory(slug="two"))
    ClosedJobFactory(title="Closed", primary_role=one)
    ExpiredJobFactory(title="Expired", primary_role=one)
    DraftJobFactory(title="Draft", primary_role=one)

    html = drawn('{{ panel("open-jobs", role="one", show="list") }}')

    assert "Of one" in html
    assert "Also of one" in html
    for hidden in ("Of two", "Closed", "Expired", "Draft"):
        assert hidden not in html
    assert 'href="/jobs/role/one/"' in html


def test_list_ends_at_its_limit():
    for number in range(4):
        OpenJobFactory(title=f"Job {number}")

    html = drawn('{{ panel("open-jobs", show="list", limit=3) }}')

    assert html.count("<li") == 3


def test_count_is_a_link_inside_a_sentence():
    one = RoleFactory(slug="one")
    (
        OpenJobFactory(primary_role=one),
        OpenJobFactory(primary_role=one),
        ClosedJobFactory(primary_role=one),
    )

    html = drawn('{{ panel("open-jobs", role="one", show="count") }}')

    assert html == (
        '<a class="live-figure" href="/jobs/role/one/">2<span class="visually-hidden"> open jobs</span></a>'
    )


def test_one_open_job_is_read_out_as_one():
    one = RoleFactory(slug="one")
    OpenJobFactory(primary_role=one), OpenJobFactory(primary_role=RoleFactory(slug="two"))

    html = drawn('{{ panel("open-jobs", role="one", show="count") }}')

    assert '>1<span class="visually-hidden"> open job</span></a>' in html


def test_nothing_open_is_said_in_words():
    RoleFactory(slug="one")

    assert ">none<" in drawn('{{ panel("open-jobs", role="one", show="count") }}')
    assert "No listing for this role is open" in drawn('{{ panel("open-jobs", role="one") }}')


def test_several_roles_cost_one_query_for_a_kind(django_assert_num_queries, start_worker):
    for slug in ("one", "two"):
        OpenJobFactory(primary_role=RoleFactory(slug=slug))
    start_worker()

    with django_assert_num_queries(1):
        found = data_of(
            [place("open-jobs", role=slug, show="count") for slug in ("one", "two", "gone")]
        )

    counts = [row["data"]["count"] if row["data"] else None for row in found]
    assert counts == [1, 1, None]


def test_several_lists_hold_each_their_own():
    for slug in ("one", "two"):
        OpenJobFactory(title=f"Job of {slug}", primary_role=RoleFactory(slug=slug))

    found = data_of([place("open-jobs", role=slug, show="list") for slug in ("one", "two")])

    assert [[job["title"] for job in row["data"]["jobs"]] for row in found] == [
        ["Job of one"],
        ["Job of two"],
    ]
