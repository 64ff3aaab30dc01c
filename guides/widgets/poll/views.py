"""A poll at its own address, and the counting of votes."""

from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides.widgets.poll.actions import count_vote, has_voted, topic_of
from guides.widgets.poll.data import Answers, PollData, counts_of, polls_with
from guides.widgets.poll.forms import AnswersForm, address_of, answers_in
from guides.widgets.poll.results import result_of
from guides.widgets.poll.voters import is_crowd, voter_of
from portal.cookieless import SeeOther
from portal.freshness import depends_on

# In a crowd of votes a page says what was counted that long ago.
COUNTED_EVERY: Final = timedelta(seconds=5)


def poll(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, or with answers in the address what comes of them."""
    found = _public(slug)
    form = AnswersForm(request.GET, poll=found)
    context = {"poll": found, "answers": form.answers, "problems": form.problems}
    if form.answers:
        depends_on(topic_of(found.key), until=timezone.now() + COUNTED_EVERY)
        context |= _answered(found, form)
    return render(request, "guides/polls/page.html", context, status=form.status)


def _answered(found: PollData, form: AnswersForm) -> dict[str, Any]:
    return {
        "result": result_of(found, form.answers, counts_of(found.key)),
        "outcome": form.outcome,
        "address": address_of(found, form.answers),
    }


def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Count the answers that were sent, if they are whole, and lead to what comes of them."""
    found = _public(slug)
    answers = answers_in(request.POST, found)
    is_whole = len(answers) == len(found.questions)
    outcome = _cast(request, found, answers) if is_whole else ""
    return SeeOther(address_of(found, answers, outcome=outcome))


def _cast(request: HttpRequest, found: PollData, answers: Answers) -> str:
    """What became of the vote: "counted", counted before ("again"), or one too many ("enough")."""
    voter = voter_of(request, found.key)
    if has_voted(found, voter):
        return "again"
    if is_crowd(request, found.key):
        return "enough"
    try:
        is_counted = count_vote(poll=found, voter=voter, answers=answers)
    except IntegrityError:  # a task was taken out of the poll at this very moment
        return ""
    return "counted" if is_counted else "again"


def _public(slug: str) -> PollData:
    found = polls_with([slug])
    if slug not in found:
        raise Http404
    return found[slug]
