"""A picture of the library in a text."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar
from urllib.parse import urljoin

from portal.links import site
from portal.panels import Exists, Help, Panel, Slug, register
from portal.pictures.models import Picture, Shape
from portal.pictures.sources import Drawable, drawables
from portal.pictures.uses import PANEL


def names_among(names: Collection[str]) -> set[str]:
    return set(Picture.objects.filter(slug__in=names).values_list("slug", flat=True))


@dataclass(frozen=True, kw_only=True)
class PictureArguments:
    name: Annotated[
        str, Slug(), Exists("picture", names_among), Help("Which one: its name in the library.")
    ]
    caption: Annotated[str, Help("Shown under it, before who made it.")] = ""
    shape: Annotated[
        Shape, Help("All of it, or the part of this shape around its focal point.")
    ] = Shape.WHOLE
    lead: Annotated[bool, Help("Whether it stands at the head of an article, as covers do.")] = (
        False
    )


@register
class LibraryPicture(Panel[PictureArguments, Drawable]):
    name = PANEL
    title = "Picture"
    help = (
        "A picture of the library, in the size that suits the reader’s screen, with the words that the "
        "library keeps for those who can’t see it."
    )
    template = "pictures/panels/picture.html"
    arguments = PictureArguments
    examples: ClassVar = ('{{ picture name=overlapping-circles caption="What two roles share." }}',)

    def load(self, calls: Sequence[PictureArguments]) -> Sequence[Drawable | None]:
        found = drawables({(call.name, call.shape) for call in calls})
        return [found.get((call.name, call.shape)) for call in calls]

    def topics(self, arguments: PictureArguments) -> Iterable[str]:
        return ("pictures",)

    def as_data(self, data: Drawable) -> dict[str, object]:
        """Addresses are whole: storage elsewhere gives them so, the disk gives a path."""
        sources = tuple(replace(each, address=_whole(each.address)) for each in data.sources)
        return super().as_data(replace(data, address=_whole(data.address), sources=sources))


def _whole(address: str) -> str:
    return urljoin(f"{site()}/", address)
