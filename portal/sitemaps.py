"""The sitemap: what apps register is listed, in files by ranges of primary keys.

An app's module `sitemaps` is found by itself and registers sections. A file holds the public rows of
5,000 primary keys, so that its cost does not grow with the table, and a row stays in its file for good.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.module_loading import autodiscover_modules

from portal.freshness import depends_on, public_page
from portal.links import absolute

KEYS: Final = 5000  # primary keys to a file
LAST_KEY: Final = 2**63 - 1
XML: Final = "application/xml; charset=utf-8"
NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Section:
    """Public rows of one model. Reads `key` and `lastmod` only; `route` takes the key.

    `lastmod` names a date or datetime column; a row where it is null has none.
    """

    name: str
    queryset: Callable[[], QuerySet[Any, Any]]
    route: str
    key: str = "slug"
    lastmod: str = ""
    topics: tuple[str, ...] = ()

    def numbers(self) -> list[int]:
        """The files that have a public row: from each, one probe of the index finds the next."""
        rows = self.queryset().order_by("pk").values("pk")
        beyond = RawSQL(f"(files.pk / {KEYS} + 1) * {KEYS}", ())  # noqa: S611  (constants only)
        first, first_params = rows[:1].query.sql_with_params()
        following, params = rows.filter(pk__gte=beyond)[:1].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE files(pk) AS (SELECT ({first}) UNION ALL "  # noqa: S608  (Django's own SQL)
                f"SELECT ({following}) FROM files WHERE files.pk IS NOT NULL) "
                f"SELECT pk / {KEYS} FROM files WHERE pk IS NOT NULL",
                (*first_params, *params),
            )
            return [number for (number,) in cursor.fetchall()]

    def range(self, number: int) -> QuerySet[Any, Any]:
        return (
            self.queryset().filter(pk__gte=number * KEYS, pk__lt=(number + 1) * KEYS).order_by("pk")
        )

    def entries(self, number: int) -> Iterator[str]:
        if (number + 1) * KEYS > LAST_KEY:
            return
        address = absolute(self.route)
        if not self.lastmod:
            for key in self.range(number).values_list(self.key, flat=True):
                yield entry(address(key))
            return
        for key, changed in self.range(number).values_list(self.key, self.lastmod):
            yield entry(address(key), changed)


@dataclass(frozen=True)
class Addresses:
    """Paths that no column of a model names, few enough to be gathered at once."""

    name: str
    paths: Callable[[], Sequence[str]]
    topics: tuple[str, ...] = ()

    def numbers(self) -> list[int]:
        return list(range(-(-len(self.paths()) // KEYS)))

    def entries(self, number: int) -> Iterator[str]:
        for each in self.paths()[number * KEYS : (number + 1) * KEYS]:
            yield entry(settings.SITE_URL + each)


class Pages:
    """Pages whose routes take no argument; all that are registered stand in one file."""

    name = "pages"
    topics = ()

    def __init__(self, *routes: str) -> None:
        self.routes = list(dict.fromkeys(routes))

    def numbers(self) -> list[int]:
        return [0] if self.routes else []

    def entries(self, number: int) -> Iterator[str]:
        if number == 0:
            for route in self.routes:
                yield entry(settings.SITE_URL + reverse(route))


type Kind = Section | Addresses | Pages

_sections: dict[str, Kind] = {}


def register(section: Kind) -> None:
    """List a section from now on; a name that is taken by another raises `ValueError`."""
    there = _sections.get(section.name, section)
    if isinstance(section, Pages) and isinstance(there, Pages):
        section = Pages(*there.routes, *section.routes)
    elif there != section:
        raise ValueError(f"There is a section “{section.name}” already.")
    _sections[section.name] = section


def register_pages(*routes: str) -> None:
    """List pages whose routes take no argument; all of them stand in one file."""
    register(Pages(*routes))


def discover() -> None:
    """Import every app's `sitemaps`; for an `AppConfig.ready`."""
    autodiscover_modules("sitemaps")


def entry(address: str, changed: date | None = None) -> str:
    if changed is None:
        return f"<url><loc>{escape(address)}</loc></url>\n"
    return f"<url><loc>{escape(address)}</loc><lastmod>{w3c(changed)}</lastmod></url>\n"


def w3c(changed: date) -> str:
    """ "2026-11-04", or to the second, in UTC."""
    if not isinstance(changed, datetime):
        return changed.isoformat()
    return f"{changed.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def document(root: str, parts: Iterable[str]) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{"".join(parts)}</{root}>\n'
    return HttpResponse(text, content_type=XML)


def index(request: HttpRequest) -> HttpResponse:
    """The files that have something in them."""
    files = []
    for section in _sections.values():
        depends_on(*section.topics)
        for number in section.numbers():
            address = settings.SITE_URL + reverse("sitemap-file", args=[section.name, number])
            files.append(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n")
    return document("sitemapindex", files)


def file(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """The public rows of one range; an empty one is a 404."""
    found = _sections.get(section)
    if found is None:
        raise Http404
    depends_on(*found.topics)
    entries = list(found.entries(number))
    if not entries:
        raise Http404
    return document("urlset", entries)


urlpatterns = [
    path("sitemap.xml", public_page(index), name="sitemap"),
    path("sitemaps/<slug:section>-<int:number>.xml", public_page(file), name="sitemap-file"),
]
