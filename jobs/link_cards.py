"""The picture that other sites show of a link to a listing: what stands on it, and its address.

The address carries a digest of what the card says, so that it may be kept for good.
"""

from typing import NamedTuple

from django.urls import reverse

from jobs.models import Job
from portal.link_cards import LinkCard, digest_of
from portal.links import site
from portal.money import PERIOD_WORDS, span


class CardLink(NamedTuple):
    address: str
    alt: str


def card_link(job: Job) -> CardLink:
    card = card_of(job)
    path = reverse("jobs:card", args=[job.slug, digest_of_card(job)])
    said = (card.title, card.subject, f"{card.figure} {PERIOD_WORDS[job.period]}")
    return CardLink(f"{site()}{path}", " – ".join(said))


def digest_of_card(job: Job) -> str:
    return digest_of(*vars(card_of(job)).values())


def card_of(job: Job) -> LinkCard:
    """What the employer states, and no benchmark: it says the same for as long as the listing does."""
    return LinkCard(
        title=job.title,
        subject=f"{job.company.name} · {job.get_workplace_display()} · {job.place_label}",
        figure=span(job.pay_min, job.pay_max, job.currency),
        about=f"{PERIOD_WORDS[job.period]}, as the employer states it",
    )
