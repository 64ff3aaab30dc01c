"""What the page of a listing's form shows around its fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from jobs.description import description_html
from jobs.models import Job, UnsavedListing
from jobs.posting.draft import Draft, saved, typed
from jobs.posting.forms import PICKED, PostingForm
from jobs.posting.market import market_of
from jobs.posting.picking import chosen, kinds_of, offered
from jobs.posting.sections import SECTIONS
from jobs.transparency import RULES_OF
from portal.taxonomy.models import Skill


@dataclass(frozen=True)
class Box:
    """A choice among several, ticked or not."""

    value: int
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Picker:
    """The places chosen so far, and the names that a browser proposes for one more."""

    boxes: Sequence[Box]
    names: Sequence[str]


def around(job: Job, form: PostingForm, *, is_previewed: bool = False) -> dict[str, Any]:
    """The page's context, apart from unsaved text."""
    draft = typed(job, form) if form.is_bound else saved(job)
    return {
        "job": job,
        "form": form,
        "sections": SECTIONS,
        "proposed": (groups := skills(form, draft))[0],
        "others": groups[1],
        "pickers": {name: _picker(form, name) for name in PICKED},
        "shown": description_html(draft.content.description) if is_previewed else None,
        **beside(job, draft),
    }


def beside(job: Job, draft: Draft) -> dict[str, Any]:
    """What follows from the content while it is written."""
    return {
        "job": job,
        "market": market_of(job, draft),
        "lacking": draft.lacking,
        "gaps": draft.gaps,
        "rules_of": RULES_OF,
    }


def skills(form: PostingForm, draft: Draft) -> tuple[list[Box], list[Box]]:
    """Those of the role first, in its order, then all others by name."""
    ticked = set(form.keys("skills"))
    role = draft.content.primary_role_id
    links = dict(
        Skill.objects.filter(role_links__role=role)
        .order_by("role_links__order", "name")
        .values_list("pk", "role_links__order")
    )
    boxes = {
        pk: Box(pk, name, str(pk) in ticked)
        for pk, name in Skill.objects.order_by("name").values_list("pk", "name")
    }
    proposed = [boxes[pk] for pk in links]
    return proposed, [box for pk, box in boxes.items() if pk not in links]


def _picker(form: PostingForm, name: str) -> Picker:
    boxes = [Box(place.pk, place.label, is_ticked=True) for place in chosen(form.keys(name))]
    return Picker(boxes, offered(kinds_of(name)))


def brought_back(person: Any, job: Job, parameters: QueryDict) -> UnsavedListing | None:
    """What somebody kept and asks to see again."""
    if parameters.get("unsaved") != "show":
        return None
    return UnsavedListing.objects.of(person, job).first()
