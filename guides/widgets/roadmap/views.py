from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guides.widgets.roadmap.answers import show
from guides.widgets.roadmap.cards import RoadmapCard, public_roadmap
from guides.widgets.roadmap.forms import RoadmapForm


def roadmap(request: HttpRequest, slug: str) -> HttpResponse:
    card = public_roadmap(slug)
    if card is None:
        raise Http404
    return draw(request, card)


def draw(request: HttpRequest, card: RoadmapCard, *, is_preview: bool = False) -> HttpResponse:
    """The whole page, for scripts too: they take what they need of it."""
    form = RoadmapForm(request.GET, card=card)
    status = form.status
    context = {
        "form": form,
        "roadmap": show(card, goal=form.goal_slug, know=form.known),
        "is_preview": is_preview,
    }
    return render(request, "guides/roadmap.html", context, status=status)
