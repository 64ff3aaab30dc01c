"""The sizes of a picture, made by a task. Idempotent: what is there already stays."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from PIL import Image, ImageOps

from portal.freshness import changed
from portal.pictures.models import Format, Picture, PictureQuerySet, Rendition, Shape, digest

logger = logging.getLogger(__name__)

WIDTHS: Final = {
    Shape.WHOLE: (480, 960, 1440),
    Shape.WIDE: (480, 960, 1440),
    Shape.SQUARE: (240, 480),
}
RATIOS: Final = {Shape.WIDE: (16, 9), Shape.SQUARE: (1, 1)}
# At these a photograph can't be told from the original at arm's length.
WRITTEN: Final[dict[Format, dict[str, Any]]] = {
    Format.AVIF: {"quality": 60, "speed": 8},
    Format.WEBP: {"quality": 78, "method": 4},
}
NEARLY: Final = 0.9  # a width this near to the whole is left to the whole


class Size(NamedTuple):
    shape: Shape
    width: int
    height: int


class Superseded(Exception):
    """The picture changed or went meanwhile: another task makes what it needs now."""


def sizes_of(width: int, height: int) -> Iterator[Size]:
    """The sizes of a picture that wide and high; none is wider than what there is."""
    for shape, widths in WIDTHS.items():
        across, down = _part(shape, width, height)
        top = min(across, widths[-1])
        for each in (*(one for one in widths if one < top * NEARLY), top):
            yield Size(shape, each, max(1, round(each * down / across)))


def _part(shape: Shape, width: int, height: int) -> tuple[int, int]:
    """Width and height of the largest part of this shape."""
    if shape not in RATIOS:
        return width, height
    across, down = RATIOS[shape]
    return min(width, max(1, height * across // down)), min(height, max(1, width * down // across))


@task()
def make_renditions(pk: int) -> bool:
    """Make what a picture lacks; what goes wrong is kept with it, and its original stays in use."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return False
    try:
        make_missing(picture)
    except Superseded:
        return False
    except Exception as error:
        logger.exception("The sizes of the picture %s could not be made.", pk)
        _as_it_was(picture).update(problem=f"{type(error).__name__}: {error}"[:300])
        return False
    _as_it_was(picture).update(made_at=timezone.now(), problem="")
    changed("pictures")
    return True


def _as_it_was(picture: Picture) -> PictureQuerySet:
    """The row, while its focal point is the one that we know."""
    return Picture.objects.filter(pk=picture.pk, focal_x=picture.focal_x, focal_y=picture.focal_y)


def make_missing(picture: Picture) -> None:
    """Raises `Superseded` where the picture is not what we know of it any more."""
    there = set(picture.renditions.values_list("shape", "format", "width"))
    wanted = [
        (size, form)
        for size in sizes_of(picture.width, picture.height)
        for form in Format
        if (size.shape, form, size.width) not in there
    ]
    if not wanted:
        return
    image = _pixels(picture)
    focal_point = (picture.focal_x / 100, picture.focal_y / 100)
    drawn: dict[Size, Image.Image] = {}
    written: dict[tuple[Size, Format], bytes] = {}
    for size, form in wanted:
        same = _same(size, picture)
        if same not in drawn:
            drawn[same] = _drawn(image, same, focal_point)
        if (same, form) not in written:
            written[same, form] = _written(drawn[same], form)
        _keep(picture, size, form, written[same, form])


def _same(size: Size, picture: Picture) -> Size:
    """A part that leaves nothing out is the whole, and is drawn once."""
    whole = (picture.width, picture.height)
    return size._replace(shape=Shape.WHOLE) if _part(size.shape, *whole) == whole else size


def _pixels(picture: Picture) -> Image.Image:
    with picture.file.open("rb") as file, Image.open(file) as opened:
        opened.load()
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _drawn(image: Image.Image, size: Size, focal_point: tuple[float, float]) -> Image.Image:
    to = (size.width, size.height)
    if size.shape == Shape.WHOLE:
        return image.resize(to, Image.Resampling.LANCZOS, reducing_gap=3)
    scale = min(image.width / size.width, image.height / size.height)
    centering = (
        _shift(focal_point[0], image.width, size.width * scale),
        _shift(focal_point[1], image.height, size.height * scale),
    )
    return ImageOps.fit(image, to, Image.Resampling.LANCZOS, centering=centering)


def _shift(point: float, whole: float, part: float) -> float:
    """Which share of what is cut off lies before the part, for the point to be in its middle if it can be."""
    spare = whole - part
    return min(1.0, max(0.0, (point * whole - part / 2) / spare)) if spare >= 1 else 0.5


def _written(image: Image.Image, form: Format) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form.name, **WRITTEN[form])
    return buffer.getvalue()


def _keep(picture: Picture, size: Size, form: Format, content: bytes) -> None:
    """Store a rendition; what another worker stored meanwhile stays."""
    made = Rendition(
        picture=picture, shape=size.shape, format=form, width=size.width, height=size.height
    )
    name = f"{picture.slug}-{size.shape}-{size.width}-{digest(content)}.{form}"
    made.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            is_new = _store(made)
    except Exception:
        made.file.delete(save=False)
        raise
    if not is_new:
        made.file.delete(save=False)


def _store(made: Rendition) -> bool:
    """Holds the picture's row, so that nobody moves its focal point or stores the same in between."""
    if _as_it_was(made.picture).select_for_update().first() is None:
        raise Superseded
    same = {"shape": made.shape, "format": made.format, "width": made.width}
    if made.picture.renditions.filter(**same).exists():
        return False
    made.save()
    return True
