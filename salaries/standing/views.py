from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from salaries.standing.answers import Asked, answers_to
from salaries.standing.forms import LinkForm, PayForm, commas_dropped
from salaries.standing.offers import Offers, offers

TEMPLATE = "salaries/standing/page.html"


def page(request: HttpRequest) -> HttpResponse:
    """The form, with what a link has chosen."""
    known = offers()
    link = LinkForm(request.GET, offers=known)
    status = link.status
    start = {"place": known.home, "currency": "USD"} | _chosen(link)
    context = {"link_form": link, "form": PayForm(None, offers=known, initial=start)}
    return render(request, TEMPLATE, context, status=status)


@sensitive_post_parameters("pay")
@sensitive_variables()
def answer(request: HttpRequest) -> HttpResponse:
    """Say where the pay that was sent stands. It is read, answered and forgotten."""
    known = offers()
    form = PayForm(commas_dropped(request.POST), offers=known)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=400)
    asked = _asked(form.cleaned_data, known)
    context = {"form": form, "asked": asked, "answers": answers_to(asked)}
    return render(request, TEMPLATE, context)


def _chosen(link: LinkForm) -> dict[str, Any]:
    return {name: value for name, value in link.cleaned_data.items() if value}


@sensitive_variables()
def _asked(given: dict[str, Any], known: Offers) -> Asked:
    return Asked(
        role=known.roles[given["role"]],
        level=given["level"],
        place=known.places[given["place"]],
        pay=given["pay"],
        currency=given["currency"],
        period=given["period"],
    )
