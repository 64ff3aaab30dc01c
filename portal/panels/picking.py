"""The editor's dialog for panels: a list, a form for the arguments of each, and a trial of what was chosen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.db.models import Choices
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as respond
from django.template.loader import render_to_string

from portal.markdown import render
from portal.markdown.directives import directive
from portal.panels.arguments import Argument, AtLeast, AtMost, Between, Exists, declared, read
from portal.panels.filling import fill_all
from portal.panels.panel import Panel, all_panels, find
from portal.panels.views import Example

type Kind = Literal["text", "number", "select", "checks", "check", "ordered"]

MOST_SHOWN: Final = 40  # choices in a box that opens; more are suggested while one types
MOST_SUGGESTED: Final = 500
MOST_BOXES: Final = 4  # for a list whose order counts


@dataclass(frozen=True)
class Box:
    """How an argument is asked for. `numbers` tells the boxes of a list apart."""

    argument: Argument
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    low: int | None
    high: int | None
    numbers: range

    @property
    def label(self) -> str:
        return self.argument.name.replace("_", " ").capitalize()

    @property
    def default(self) -> str:
        """In words, what leaving it out means."""
        label = self.argument.default_label
        return dict(self.choices).get(label, label)

    @property
    def is_suggested(self) -> bool:
        return len(self.choices) > MOST_SHOWN


@dataclass(frozen=True)
class Entry:
    panel: Panel[Any, Any]
    boxes: tuple[Box, ...]


def picker(request: HttpRequest) -> HttpResponse:
    """The inside of the dialog."""
    entries = [
        Entry(panel, tuple(box_for(one) for one in declared(panel.arguments)))
        for panel in all_panels()
    ]
    return respond(request, "admin/panel_picker.html", {"entries": entries})


def trial(request: HttpRequest, name: str) -> HttpResponse:
    """The directive for the arguments in the address, what is wrong with it, and how it looks."""
    panel = find(name)
    if panel is None:
        raise Http404
    given = given_for(panel, request.GET)
    try:
        text = directive(name, given)
    except ValueError as error:
        return _answer(directive="", problems=[str(error)], block=False, page="")
    rendered = render(text)
    wrong = [problem.message for problem in rendered.problems if problem.level == "error"]
    said = [message.removeprefix(f"Panel “{name}”: ") for message in wrong]
    page = "" if wrong else _page(panel, rendered.html)
    return _answer(directive=text, problems=said, block=_is_block(panel, given), page=page)


def _answer(**found: Any) -> HttpResponse:
    """As JSON that holds no markup, whatever it is taken for."""
    text = json.dumps(found).replace("<", "\\u003c")
    return HttpResponse(text, content_type="application/json")


def given_for(panel: Panel[Any, Any], data: QueryDict) -> dict[str, str]:
    """The arguments that say something; the values of a list are joined."""
    found = {}
    for argument in declared(panel.arguments):
        values = [value.strip() for value in data.getlist(argument.name) if value.strip()]
        text = ",".join(values) if argument.is_list else (values or [""])[0]
        if text and text != argument.default_label:
            found[argument.name] = text
    return found


def box_for(argument: Argument) -> Box:
    between = next((one for one in argument.extras if isinstance(one, Between)), None)
    choices = _choices(argument)
    kind = _kind(argument, choices)
    return Box(
        argument=argument,
        kind=kind,
        choices=choices,
        low=between.low if between else None,
        high=between.high if between else None,
        numbers=range(1, (_boxes(argument) if kind == "ordered" else 1) + 1),
    )


def _choices(argument: Argument) -> tuple[tuple[str, str], ...]:
    if isinstance(argument.kind, type) and issubclass(argument.kind, Choices):
        return tuple((str(value), str(label)) for value, label in argument.kind.choices if value)
    if argument.choices:
        return tuple((value, value) for value in argument.choices if value)
    exists = next((one for one in argument.extras if isinstance(one, Exists)), None)
    return tuple(exists.every())[:MOST_SUGGESTED] if exists else ()


def _kind(argument: Argument, choices: tuple[tuple[str, str], ...]) -> Kind:
    """A list of things that an author names has an order; a list of ready choices has none."""
    if argument.is_list:
        return "checks" if argument.choices else "ordered"
    if argument.kind is bool and argument.default is False:
        return "check"
    if argument.kind in (int, Decimal):
        return "number"
    return "select" if 0 < len(choices) <= MOST_SHOWN else "text"


def _boxes(argument: Argument) -> int:
    bounds = [one.count for one in argument.extras if isinstance(one, AtMost | AtLeast)]
    return max(bounds, default=MOST_BOXES)


def _is_block(panel: Panel[Any, Any], given: Mapping[str, str]) -> bool:
    arguments = read(panel.arguments, given).arguments
    return arguments is not None and not panel.is_inline(arguments)


def _page(panel: Panel[Any, Any], html: str) -> str:
    drawn = [Example("", fill_all((html,), notices=True)[0])]
    return render_to_string("panels/example.html", {"title": panel.title, "examples": drawn})
