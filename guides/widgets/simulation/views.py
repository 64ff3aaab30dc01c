from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guides.widgets.simulation import example
from guides.widgets.simulation.forms import SimulationForm
from guides.widgets.simulation.method import method_of
from guides.widgets.simulation.play import play_of
from guides.widgets.simulation.shelf import Shelf, answers, shelves
from portal.addresses import AddressForm


def simulation(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and under it the result of what was chosen."""
    form = SimulationForm(request.GET, shelf=_shelf(slug))
    status, chosen = form.status, form.chosen
    found = answers([chosen]) if form.is_asked else []
    play = play_of(chosen, found[0] if found else None)
    return render(request, "guides/simulation.html", {"form": form, "play": play}, status=status)


def method(request: HttpRequest, slug: str) -> HttpResponse:
    """How it is counted, every number that staff keep, and an example counted by hand."""
    context = {
        "form": AddressForm(request.GET),
        "method": method_of(_shelf(slug)),
        "example": example,
    }
    return render(request, "guides/simulation_method.html", context)


def _shelf(slug: str) -> Shelf:
    found = shelves([slug])
    if slug not in found:
        raise Http404
    return found[slug]
