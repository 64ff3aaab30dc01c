"""What guides rest on: remembered when they are published, compared whenever figures move."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import batched
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from guides.cards import page
from guides.letters import tell_of_figures
from guides.models import Guide, GuideCitation, ReviewReason
from guides.querysets import with_reasons
from portal.accounts.models import User
from portal.freshness import changed
from portal.panels import Citation, Cited, Citing, cited_by, described
from portal.spreadsheets import as_csv

CHUNK: Final = 50  # guides compared at once


@dataclass(frozen=True)
class Move:
    """A figure that says something else than when the guide was last read; `after` is empty if it is gone."""

    cited: Cited
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Moves:
    known: tuple[Citation, ...]  # to be remembered: new, or called otherwise
    news: tuple[Move, ...]
    settled: tuple[int, ...]  # keys of reasons that are none any more

    def __bool__(self) -> bool:
        return bool(self.known or self.news or self.settled)


def record_citations(*, guide: Guide, by: User | None) -> None:
    """Remember what a guide rests on now; somebody has read it, so earlier moves are settled."""
    now = _rested_on([guide])[0]
    guide.citations.all().delete()
    GuideCitation.objects.bulk_create(_row(guide, place, each) for place, each in enumerate(now))
    open_reasons = guide.review_reasons.filter(resolved_at=None)
    open_reasons.update(resolved_at=timezone.now(), resolved_by=by)
    _bundle(guide, now)


def guides_citing(cited: Sequence[Cited]) -> dict[Cited, list[Citing]]:
    """The public guides that rest on each entry, as somebody last read them; one query."""
    keys: dict[str, list[str]] = {}
    for each in cited:
        keys.setdefault(each.kind, []).append(each.key)
    wanted = reduce(or_, (Q(kind=kind, key__in=names) for kind, names in keys.items()))
    rows = GuideCitation.objects.filter(wanted, guide__in=Guide.objects.public())
    found: dict[Cited, list[Citing]] = {}
    for kind, key, title, slug in rows.order_by("guide__title", "guide").values_list(
        "kind", "key", "guide__title", "guide__slug"
    ):
        found.setdefault(Cited(kind, key), []).append(Citing(title, page(slug)))
    return found


@task()
def compare_citing_guides() -> int:
    """Look through all guides that rest on something, after figures moved."""
    citing = Guide.objects.resting().filter(pk__in=GuideCitation.objects.values("guide"))
    keys = list(citing.order_by("pk").values_list("pk", flat=True))
    return sum(compare(chunk) for chunk in batched(keys, CHUNK, strict=False))


def compare(keys: Collection[int]) -> int:
    """Find out for some guides whether what they rest on has moved; gives how many need a review for it.

    Idempotent. Where nothing moved it writes nothing, whatever their number with the same few queries.
    """
    chosen = Guide.objects.filter(pk__in=keys).prefetch_related("citations")
    guides = list(with_reasons(chosen))
    moved = [
        guide.pk
        for guide, now in zip(guides, _rested_on(guides), strict=True)
        if _moves(guide.citations.all(), guide.reasons, now)  # type: ignore[attr-defined]  # related
        or _digest_in(guide.figures) != _digest(now)
    ]
    return sum(settle(pk) for pk in moved)


@transaction.atomic
def settle(pk: int) -> bool:
    """Write down what moved under a guide, and tell its owner; whether there is a new reason to review it."""
    guide = Guide.objects.select_for_update().get(pk=pk)
    now = _rested_on([guide])[0]
    reasons = list(guide.review_reasons.filter(resolved_at=None))
    moves = _moves(guide.citations.all(), reasons, now)
    if moves.known:
        changed("guides")  # who rests on what is told on other pages
    for place, each in enumerate(moves.known):
        columns = {"label": each.label, "text": each.text, "place": place}
        guide.citations.update_or_create(kind=each.kind, key=each.key, defaults=columns)
    guide.review_reasons.filter(pk__in=moves.settled).update(resolved_at=timezone.now())
    fresh = [_write(guide, move) for move in _in_kinds(moves.news)]
    _bundle(guide, now)
    tell_of_figures(guide, fresh)
    return bool(fresh)


def _moves(
    baseline: Iterable[GuideCitation], reasons: Iterable[ReviewReason], now: Sequence[Citation]
) -> Moves:
    """What has happened to the figures since somebody last read the guide."""
    present = {Cited(each.kind, each.key): each for each in now}
    by_label = {each.label: each for each in now}
    known = {row.cited: row for row in baseline}
    open_reasons = {reason.cited: reason for reason in reasons}
    changed_now: dict[Cited, Move] = {}
    for cited, row in known.items():
        found = present.get(cited) or by_label.get(row.label)
        if found is None or found.text != row.text:
            changed_now[cited] = Move(cited, row.label, row.text, found.text if found else "")
    return Moves(
        known=tuple(
            each
            for cited, each in present.items()
            if cited not in known
            or (known[cited].text == each.text and known[cited].label != each.label)
        ),
        news=tuple(
            move
            for cited, move in changed_now.items()
            if cited not in open_reasons or open_reasons[cited].after != move.after
        ),
        settled=tuple(
            reason.pk for cited, reason in open_reasons.items() if cited not in changed_now
        ),
    )


def _in_kinds(moves: Iterable[Move]) -> list[tuple[Move, ReviewReason.Kind]]:
    """A figure that is gone was withdrawn, unless readers find it elsewhere."""
    kinds = ReviewReason.Kind
    elsewhere = described(move.cited for move in moves if not move.after)
    return [
        (
            move,
            kinds.CHANGED
            if move.after
            else (kinds.DROPPED if move.cited in elsewhere else kinds.WITHDRAWN),
        )
        for move in moves
    ]


def _write(guide: Guide, found: tuple[Move, ReviewReason.Kind]) -> ReviewReason:
    move, kind = found
    columns = {"kind": kind, "label": move.label, "before": move.before, "after": move.after}
    reason, _ = guide.review_reasons.update_or_create(
        cited_kind=move.cited.kind,
        cited_key=move.cited.key,
        resolved_at=None,
        defaults={**columns, "found_at": timezone.now()},
    )
    return reason


def _rested_on(guides: Iterable[Guide]) -> list[list[Citation]]:
    return cited_by([f"{guide.tldr_html}{guide.body_html}" for guide in guides])


def _row(guide: Guide, place: int, each: Citation) -> GuideCitation:
    return GuideCitation(
        guide=guide, kind=each.kind, key=each.key, label=each.label, text=each.text, place=place
    )


# Bundles


def _bundle(guide: Guide, now: Sequence[Citation]) -> None:
    """Keep the rows as they are now, unless the newest bundle holds the same."""
    digest = _digest(now)
    if _digest_in(guide.figures) == digest:
        return
    name = f"{timezone.now():%Y-%m-%d}-{digest}" if digest else ""  # see `day_of`
    if name:
        guide.bundles.get_or_create(name=name, defaults={"csv": _csv(now)})
    Guide.objects.filter(pk=guide.pk).update(figures=name)
    guide.figures = name
    changed(f"guide:{guide.pk}")


def _csv(now: Sequence[Citation]) -> str:
    columns = list(dict.fromkeys(name for each in now for name in each.row))
    return as_csv((each.row for each in now), columns)


def _digest(now: Sequence[Citation]) -> str:
    """Of the rows; empty without any."""
    if not now:
        return ""
    return hashlib.blake2b(_csv(now).encode(), digest_size=5).hexdigest()


def _digest_in(name: str) -> str:
    return name[len("2026-11-28-") :]
