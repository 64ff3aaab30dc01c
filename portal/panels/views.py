"""The authors' page: every panel with its arguments and live examples."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from portal.desk import desk
from portal.markdown import render
from portal.panels.arguments import Argument, declared
from portal.panels.filling import fill_all
from portal.panels.panel import Panel, all_panels


@dataclass(frozen=True)
class Example:
    directive: str
    html: SafeString


@dataclass(frozen=True)
class Entry:
    panel: Panel[Any, Any]
    arguments: tuple[Argument, ...]
    examples: tuple[Example, ...]


def entries() -> list[Entry]:
    """All panels; the examples are drawn together, as on one page."""
    panels = all_panels()
    directives = [directive for panel in panels for directive in panel.examples]
    shown = iter(fill_all([render(directive).html for directive in directives], notices=True))
    return [
        Entry(
            panel,
            declared(panel.arguments),
            tuple(Example(directive, next(shown)) for directive in panel.examples),
        )
        for panel in panels
    ]


def catalogue(request: HttpRequest) -> HttpResponse:
    context = {**desk.each_context(request), "title": "Panels", "entries": entries()}
    return TemplateResponse(request, "admin/panels.html", context)
