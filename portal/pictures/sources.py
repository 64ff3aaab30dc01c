"""What a page needs to know of a picture to draw it: addresses, sizes and words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from portal.pictures.models import Format, Picture, Rendition, Shape

# In the order in which browsers are offered them.
TYPES: Final = {Format.AVIF: "image/avif", Format.WEBP: "image/webp"}
_COLUMNS: Final = (
    "slug",
    "file",
    "alt",
    "credit",
    "width",
    "height",
    "renditions__format",
    "renditions__width",
    "renditions__height",
    "renditions__file",
)


@dataclass(frozen=True)
class Source:
    """One width of a picture."""

    type: str
    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawable:
    """A picture in one shape. `address` leads to what every browser can show."""

    name: str
    alt: str
    credit: str
    address: str
    width: int
    height: int
    sources: tuple[Source, ...]

    @property
    def srcsets(self) -> list[tuple[str, str]]:
        """A type and its widths, for each format."""
        of_type: dict[str, list[str]] = {}
        for source in self.sources:
            of_type.setdefault(source.type, []).append(f"{source.address} {source.width}w")
        return [(kind, ", ".join(widths)) for kind, widths in of_type.items()]


def drawables(wanted: Collection[tuple[str, Shape]]) -> dict[tuple[str, Shape], Drawable]:
    """The pictures of these names in these shapes, as far as they are there. One query."""
    of_name: dict[str, list[dict[str, Any]]] = {}
    for row in _rows({name for name, _ in wanted}):
        of_name.setdefault(row["slug"], []).append(row)
    return {
        (name, shape): _drawable(of_name[name], shape) for name, shape in wanted if name in of_name
    }


def thumbnails(pictures: Collection[Picture]) -> dict[int, str]:
    """The address of a small square of each, or of the original until there is one. One query."""
    squares = Rendition.objects.filter(
        picture__in=pictures, shape=Shape.SQUARE, format=Format.WEBP
    ).order_by("-width")
    small = dict(squares.values_list("picture_id", "file"))
    return {
        picture.pk: default_storage.url(small.get(picture.pk) or str(picture.file))
        for picture in pictures
    }


def _rows(names: Collection[str]) -> QuerySet[Picture, dict[str, Any]]:
    pictures = Picture.objects.filter(slug__in=names).order_by("pk", "renditions__width")
    rows: QuerySet[Picture, dict[str, Any]] = pictures.values(*_COLUMNS, "renditions__shape")
    return rows


def _drawable(rows: Sequence[Mapping[str, Any]], shape: Shape) -> Drawable:
    made = [row for row in rows if row["renditions__shape"] == shape]
    sources = tuple(
        Source(
            type=TYPES[form],
            address=default_storage.url(row["renditions__file"]),
            width=row["renditions__width"],
            height=row["renditions__height"],
        )
        for form in TYPES
        for row in made
        if row["renditions__format"] == form
    )
    first = rows[0]
    whole = Source("", default_storage.url(first["file"]), first["width"], first["height"])
    # A part has no original; until it is made, the whole stands in for it.
    shown = whole if shape == Shape.WHOLE or not sources else sources[-1]
    return Drawable(
        name=first["slug"],
        alt=first["alt"],
        credit=first["credit"],
        address=shown.address,
        width=shown.width,
        height=shown.height,
        sources=sources,
    )
