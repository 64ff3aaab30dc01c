"""Two people edited one guide: what each of them wrote, side by side, and a choice for every field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.models import Guide, GuideContent, GuideRevision
from portal.api.input import is_key
from portal.publishing.diff import Change, compare, values_of
from portal.publishing.models import content_fields, content_relations
from portal.publishing.words import Block, Mark

ONTO: Final = "_onto"  # the revision over which somebody saves after choosing
CHOICE: Final = "_choose_"  # and the field's name


@dataclass(frozen=True)
class Stretch:
    """A piece of both texts; where it is folded they are the same."""

    theirs: SafeString
    mine: SafeString
    lines: int
    is_folded: bool


@dataclass(frozen=True)
class Clash:
    """A field that differs. Mine is kept unless only they changed it."""

    name: str
    label: str
    stretches: tuple[Stretch, ...]
    they_changed: bool
    i_changed: bool

    @property
    def choice(self) -> str:
        return f"{CHOICE}{self.name}"

    @property
    def who(self) -> str:
        if self.they_changed and self.i_changed:
            return "Both of you changed it."
        return "Only you changed it." if self.i_changed else "Only they changed it."


def clashes(
    theirs: GuideRevision, base: GuideRevision | None, mine: Mapping[str, Any]
) -> list[Clash]:
    """What differs between a revision and what somebody typed on top of `base`.

    `mine` may lack what could not be read; that stays as it is in the form.
    """
    there = values_of(theirs, GuideContent)
    before = values_of(base, GuideContent) if base else {}
    here = {name: mine.get(name, value) for name, value in there.items()}
    by_them = _names(compare(GuideContent, before, there)) if base else set(there)
    by_me = _names(compare(GuideContent, before, {**before, **here})) if base else set(there)
    return [
        Clash(
            name=change.name,
            label=change.label,
            stretches=tuple(map(_stretch, change.blocks)),
            they_changed=change.name in by_them,
            i_changed=change.name in by_me,
        )
        for change in compare(GuideContent, there, here)
    ]


def merged(data: QueryDict, guide: Guide) -> QueryDict:
    """What a form sends, with theirs in the fields for which that was chosen, on top of their revision."""
    number = data.get(ONTO, "")
    if not is_key(number):
        return data
    theirs = guide.revisions.filter(number=number).first()
    if theirs is None:
        return data
    found = data.copy()
    found["base"] = number
    for name in (*content_fields(GuideContent), *content_relations(GuideContent)):
        if data.get(f"{CHOICE}{name}") == "theirs":
            found.setlist(name, _sent(getattr(theirs, name)))
    return found


def _sent(value: Any) -> list[str]:
    """A value as a form sends it."""
    match value:
        case None:
            return []
        case models.Model():
            return [str(value.pk)]
        case models.Manager():
            return [str(one.pk) for one in value.all()]
        case date():
            return [value.isoformat()]
    return [str(value)]


def _names(changes: Iterable[Change]) -> set[str]:
    return {change.name for change in changes}


def _stretch(block: Block) -> Stretch:
    theirs, mine = _side(block, "gone"), _side(block, "new")
    return Stretch(theirs, mine, block.lines, block.folded)


def _side(block: Block, own: Mark) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece.text) if piece.mark == own else piece.text,)
            for piece in block.pieces
            if piece.mark in ("same", own)
        ),
    )
