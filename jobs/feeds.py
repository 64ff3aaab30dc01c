"""Atom: the newest open jobs, narrowed as the list is."""

from django.http import HttpResponse
from django.urls import reverse

from jobs.cards import Card, cards_of
from jobs.finding.search import Search, Sort
from jobs.forms import JobListForm
from portal.feeds import LENGTH, Entry, atom


def job_feed(form: JobListForm, feed_path: str) -> HttpResponse:
    """The same jobs as the list of the same address; a filter that can't be understood is refused."""
    if not form.is_valid():
        wrong = "\n".join(
            f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items()
        )
        return HttpResponse(f"{wrong}\n", status=400, content_type="text/plain; charset=utf-8")
    keys = Search(form.wanted()).keys(Sort.DATE, form.currency_given, 0, LENGTH)
    found = cards_of(keys)
    narrowed = ", ".join(active.label for active in form.active())
    return atom(
        title=f"Jobs: {narrowed}" if narrowed else "Jobs",
        subtitle="Open jobs with their pay and where it stands.",
        path=reverse("jobs:list") + form.query,
        feed_path=feed_path + form.query,
        entries=[_entry(card) for card in found],
    )


def _entry(card: Card) -> Entry:
    facts = (card.company, card.place, card.workplace, card.kind, card.pay, card.position.sentence)
    source = (
        f"Source: {card.position.source}, {card.position.year}." if card.position.source else ""
    )
    return Entry(
        title=f"{card.title}, {card.company}",
        path=card.url,
        summary=". ".join(fact.rstrip(".") for fact in (*facts, source) if fact) + ".",
        published=card.published_at,
        updated=card.changed_at,
        author=card.company,
        categories=(card.role,),
    )
