"""Links of public guides: which there are, and whether they lead anywhere.

Those within the site are asked at once, without a network; those that leave it by `manage.py check_links`.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from guides.models import Guide, GuideLink
from guides.rendering import render_guide
from portal.dead_links import verdict_on, within_site
from portal.markdown import Link
from portal.outside_links import Outcome

LONGEST: Final = 2_000  # characters of an address
_STATES: Final = {"unknown": GuideLink.State.UNSURE}


@transaction.atomic
def record_links(*, guide: Guide, links: Iterable[Link]) -> None:
    """Remember the links of what is public of a guide; what is known of an address is kept."""
    there = {_place(row): row for row in guide.links.all()}
    known = {row.address: row for row in there.values()}
    wanted = {
        (link.field, link.line, link.address): link
        for link in links
        if _is_asked(link.address) and len(link.address) <= LONGEST
    }
    gone = [row.pk for place, row in there.items() if place not in wanted]
    guide.links.filter(pk__in=gone).delete()
    new = [
        _row(guide, link, known.get(link.address))
        for place, link in wanted.items()
        if place not in there
    ]
    GuideLink.objects.bulk_create(new)
    transaction.on_commit(partial(look_inside.enqueue, guide.pk), robust=True)


def find_links(guide: Guide) -> None:
    """As `record_links`, from the text that is public."""
    record_links(guide=guide, links=render_guide(guide).links)


@task()
def look_inside(pk: int) -> None:
    """Ask the site’s own pages that a guide leads to."""
    check_inside(GuideLink.objects.filter(guide=pk, is_outside=False).select_related("guide"))


def check_inside(links: Iterable[GuideLink]) -> None:
    """Needs `guide` at hand."""
    asked = list(links)
    for link in asked:
        verdict = verdict_on(within_site(link.address, page=link.guide.get_absolute_url()))
        link.state = _STATES.get(verdict.state, verdict.state)
        link.detail = verdict.to[:200] if verdict.state == "moved" else ""
        link.checked_at = timezone.now()
    GuideLink.objects.bulk_update(asked, ("state", "detail", "checked_at"))


def write_outcome(address: str, outcome: Outcome) -> None:
    """What another site answered, for every link to that address."""
    GuideLink.objects.filter(is_outside=True, address=address).update(
        state=outcome.state,
        status=outcome.status,
        detail=outcome.detail,
        checked_at=timezone.now(),
    )


def outside_due(before: datetime | None) -> list[str]:
    """Addresses on other sites that public guides lead to, and nobody has asked since; of all, without a time."""
    links = GuideLink.objects.filter(is_outside=True, guide__in=Guide.objects.public())
    if before is not None:
        links = links.filter(Q(checked_at=None) | Q(checked_at__lt=before))
    return list(links.order_by("address").values_list("address", flat=True).distinct())


def ask_again(links: Iterable[GuideLink]) -> tuple[int, int]:
    """Look at links within the site now; put those that leave it in front for the command. Gives both numbers."""
    chosen = list(links)
    inside = [link for link in chosen if not link.is_outside]
    outside = [link.address for link in chosen if link.is_outside]
    check_inside(inside)
    GuideLink.objects.filter(is_outside=True, address__in=outside).update(checked_at=None)
    return len(inside), len(outside)


def _is_asked(address: str) -> bool:
    """Neither a place on the guide’s own page, which publishing has checked, nor an address for mail."""
    return not address.startswith("#") and not address.lower().startswith("mailto:")


def _place(row: GuideLink) -> tuple[str, int, str]:
    return row.field, row.line, row.address


def _row(guide: Guide, link: Link, known: GuideLink | None) -> GuideLink:
    row = GuideLink(guide=guide, field=link.field, line=link.line, address=link.address)
    row.is_outside = not within_site(link.address, page=guide.get_absolute_url())
    if known is not None:
        row.state, row.status, row.detail = known.state, known.status, known.detail
        row.checked_at = known.checked_at
    return row
