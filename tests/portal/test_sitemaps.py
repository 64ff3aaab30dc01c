import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal import sitemaps
from portal.sitemaps import Section, discover, entry, register, register_pages
from portal.taxonomy.models import Role
from tests.factories.taxonomy import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site")]


def nothing(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", include("portal.sitemaps")),
    path("r/<slug:slug>/", nothing, name="role"),
    path("r/", nothing, name="roles"),
]

handler404 = "portal.api.problems.not_found"

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROLES = Section(
    "roles",
    # Only what is public is listed: here the roles in the order below 100.
    queryset=lambda: Role.objects.filter(order__lt=100),
    route="role",
    lastmod="updated_at",
    topics=("taxonomy",),
)


@pytest.fixture
def small_site(settings, monkeypatch):
    """One section and one page in place of what the apps register."""
    settings.ROOT_URLCONF = __name__
    settings.SITE_URL = "https://portal.example"
    settings.DEBUG = False
    monkeypatch.setattr(sitemaps, "_sections", {})
    register(ROLES)


def shown(response):
    """Each address with its date, if it has one."""
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [tuple(part.text for part in element) for element in ET.fromstring(response.content)]


def locations(response):
    return [row[0] for row in shown(response)]


def make_roles(*keys, order=1):
    RoleFactory.reset_sequence()
    for key in keys:
        RoleFactory(pk=key, slug=f"role-{key}", name=f"Role {key}", order=order)
    Role.objects.update(updated_at=datetime(2026, 11, 4, 9, 30, 15, 999, tzinfo=UTC))


def test_index_lists_the_files_that_have_something_public(client):
    make_roles(1, 4999, 10_000, 25_007)
    make_roles(5001, 20_001, 40_001, order=100)

    assert locations(client.get("/sitemap.xml")) == [
        f"https://portal.example/sitemaps/roles-{number}.xml" for number in (0, 2, 5)
    ]


def test_index_of_nothing_is_empty(client):
    assert locations(client.get("/sitemap.xml")) == []


def test_index_asks_once_however_far_the_keys_reach(client, django_assert_num_queries):
    make_roles(7, 501 * 5000, 2**62)

    with django_assert_num_queries(1):
        assert locations(client.get("/sitemap.xml")) == [
            f"https://portal.example/sitemaps/roles-{number}.xml"
            for number in (0, 501, 2**62 // 5000)
        ]


def test_file_lists_the_public_rows_of_its_range(client, django_assert_num_queries):
    make_roles(4999, 5000, 9999, 10_000)
    make_roles(7000, order=100)

    with django_assert_num_queries(1):
        response = client.get("/sitemaps/roles-1.xml")

    assert shown(response) == [
        ("https://portal.example/r/role-5000/", "2026-11-04T09:30:15Z"),
        ("https://portal.example/r/role-9999/", "2026-11-04T09:30:15Z"),
    ]


def test_file_reads_only_the_columns_it_shows(client, django_assert_num_queries):
    make_roles(1)

    with django_assert_num_queries(1) as asked:
        client.get("/sitemaps/roles-0.xml")

    [query] = asked.captured_queries
    columns = query["sql"].partition(" FROM ")[0]
    assert columns.count('"."') == 2


@pytest.mark.parametrize("name", ["roles-1", "roles-99", f"roles-{10**30}", "nothing-0", "pages-0"])
def test_file_of_nothing_is_missing(client, name):
    make_roles(1)

    assert client.get("/sitemaps/roles-0.xml").status_code == 200
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_pages_stand_in_a_file_of_their_own(client):
    register_pages("roles")
    register_pages("sitemap", "roles")

    assert locations(client.get("/sitemap.xml")) == ["https://portal.example/sitemaps/pages-0.xml"]
    assert shown(client.get("/sitemaps/pages-0.xml")) == [
        ("https://portal.example/r/",),
        ("https://portal.example/sitemap.xml",),
    ]


def test_sitemap_is_the_same_for_everyone(client):
    make_roles(1)

    for address in ("/sitemap.xml", "/sitemaps/roles-0.xml"):
        response = client.get(address)
        again = client.get(address, headers={"if-none-match": response.headers["ETag"]})

        assert response.headers["Cache-Control"].startswith("public")
        assert (again.status_code, again.content) == (304, b"")


def test_name_of_a_section_is_taken_once():
    register(ROLES)

    with pytest.raises(ValueError, match="“roles”"):
        register(Section("roles", queryset=Role.objects.public, route="role"))


@pytest.mark.parametrize(
    ("changed", "element"),
    [
        (None, "<url><loc>https://a/?b&amp;c</loc></url>\n"),
        (date(2026, 11, 4), "<url><loc>https://a/?b&amp;c</loc><lastmod>2026-11-04</lastmod></url>\n"),
        (
            datetime(2026, 11, 4, 1, tzinfo=timezone(timedelta(hours=2))),
            "<url><loc>https://a/?b&amp;c</loc><lastmod>2026-11-03T23:00:00Z</lastmod></url>\n",
        ),
    ],
)  # fmt: skip
def test_entry_is_escaped_and_dated_in_utc(changed, element):
    assert entry("https://a/?b&c", changed) == element


def test_sections_of_the_apps_are_found():
    discover()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan of PostgreSQL")
def test_probe_of_a_range_uses_the_primary_key():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "taxonomy_role_pkey" in ROLES.range(3).explain()
