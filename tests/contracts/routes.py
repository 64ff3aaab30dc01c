"""Every address of the project, found by walking the URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    name: str
    params: tuple[str, ...]
    view: Any

    @property
    def is_public(self) -> bool:
        return hasattr(self.view, "public_page")

    @property
    def known_parameters(self) -> frozenset[str]:
        return frozenset(self.view.public_page.params)


def _walk(patterns: list[Any], namespace: str, params: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        inner = (*params, *entry.pattern.regex.groupindex, *entry.pattern.converters)
        unique = tuple(dict.fromkeys(inner))
        if isinstance(entry, URLResolver):
            name = ":".join(filter(None, (namespace, entry.namespace)))
            yield from _walk(entry.url_patterns, name, unique)
        elif isinstance(entry, URLPattern):
            name = ":".join(filter(None, (namespace, entry.name or str(entry.pattern))))
            yield Route(name, unique, entry.callback)


def all_routes() -> list[Route]:
    """All but the pictures, which Django answers for in DEBUG only."""
    found = _walk(get_resolver().url_patterns, "", ())
    return [route for route in found if not route.name.startswith("^media")]


def site_routes() -> list[Route]:
    return [route for route in all_routes() if not route.name.startswith("admin:")]


def admin_routes() -> list[Route]:
    return [route for route in all_routes() if route.name.startswith("admin:")]


def token_routes() -> list[Route]:
    """Those of the API that ask who is there."""
    return [route for route in site_routes() if hasattr(getattr(route.view, "cls", None), "steps")]


def desk_routes() -> list[Route]:
    """Those of them that take a token of staff."""
    return [route for route in token_routes() if not route.name.startswith("hire-api:")]


def hire_routes() -> list[Route]:
    """Those that take a token of a company."""
    return [route for route in token_routes() if route.name.startswith("hire-api:")]


def public_routes() -> list[Route]:
    return [route for route in site_routes() if route.is_public]
