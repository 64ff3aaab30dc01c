"""What there is to play with, on one page."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guides.models import Poll, Roadmap, Simulation
from portal.addresses import AddressForm

TOPICS: Final = ("polls", "roadmaps", "simulations", "taxonomy")
MOST: Final = 50  # of each kind


@dataclass(frozen=True)
class Group:
    """`things` have a title, an intro and a page."""

    kind: str
    things: list[Any]


def to_try(request: HttpRequest) -> HttpResponse:
    groups = [
        Group("Poll", _of(Poll)),
        Group("Roadmap", _of(Roadmap)),
        Group("Simulation", _of(Simulation)),
    ]
    is_empty = not any(group.things for group in groups)
    context = {"form": AddressForm(request.GET), "groups": groups, "is_empty": is_empty}
    return render(request, "guides/try.html", context)


def _of(model: type[Poll | Roadmap | Simulation]) -> list[Any]:
    return list(model.objects.public().only("slug", "title", "intro")[:MOST])
