"""Pictures of the library in guides: the cover, and where guides show any."""

from collections.abc import Iterator

from django.db.models import F, Max, Min
from django.urls import reverse

from guides.models import Guide, GuideContent, GuideRevision
from portal.panels import gap_for
from portal.pictures.models import Shape
from portal.pictures.uses import PANEL, Use, find_uses, named_in


def cover_gap(guide: GuideContent) -> str:
    """The gap for a guide’s cover, to be filled together with its text; empty without a cover."""
    if guide.cover is None:
        return ""
    return gap_for(PANEL, name=guide.cover.slug, shape=Shape.WIDE.value, lead=True)


@find_uses
def covers() -> Iterator[Use]:
    """Of every revision: a past cover is part of the history, too."""
    rows = GuideRevision.objects.exclude(cover=None).order_by()
    for name, pk, title, first, last in rows.values_list(
        "cover__slug", "item", "item__title"
    ).annotate(first=Min("number"), last=Max("number")):
        span = f"revision {first}" if first == last else f"revisions {first} to {last}"
        yield Use(name, f"cover of “{title}”, {span}", _desk(pk))


@find_uses
def bodies() -> Iterator[Use]:
    """What readers see, and what was saved last."""
    mark = f"{PANEL} "
    latest = GuideRevision.objects.filter(number=F("item__latest_number"), body__contains=mark)
    public = Guide.objects.accepted().filter(body__contains=mark)
    texts = (
        *latest.values_list("item", "title", "body"),
        *public.values_list("pk", "title", "body"),
    )
    for pk, title, body in texts:
        for name in named_in(body):
            yield Use(name, f"text of “{title}”", _desk(pk))


def _desk(pk: int) -> str:
    return reverse("admin:guides_guide_change", args=[pk])
