"""The authors' page: every panel with its arguments, and its examples as readers see them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as respond
from django.template.response import TemplateResponse
from django.utils.csp import CSP
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from portal.desk import desk
from portal.markdown import render
from portal.panels.arguments import Argument, declared
from portal.panels.filling import fill_all
from portal.panels.panel import Panel, all_panels, find

# The authors' page frames the examples, which bring the site's own styles; nothing else may be framed.
_policy: dict[str, Any] = settings.SECURE_CSP
_may_frame = csp_override({**_policy, "frame-src": [CSP.SELF]})
_may_be_framed = csp_override({**_policy, "frame-ancestors": [CSP.SELF]})


@dataclass(frozen=True)
class Entry:
    panel: Panel[Any, Any]
    arguments: tuple[Argument, ...]


@dataclass(frozen=True)
class Example:
    directive: str
    html: SafeString


@_may_frame
def catalogue(request: HttpRequest) -> HttpResponse:
    entries = [Entry(panel, declared(panel.arguments)) for panel in all_panels()]
    context = {**desk.each_context(request), "title": "Panels", "entries": entries}
    return TemplateResponse(request, "admin/panels.html", context)


@_may_be_framed
@xframe_options_sameorigin
def examples(request: HttpRequest, name: str) -> HttpResponse:
    """A panel's examples in the site's own looks; the authors' page frames it."""
    panel = find(name)
    if panel is None:
        raise Http404
    shown = fill_all([render(example).html for example in panel.examples], notices=True)
    drawn = [Example(*pair) for pair in zip(panel.examples, shown, strict=True)]
    return respond(request, "panels/example.html", {"title": panel.title, "examples": drawn})
