import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from portal.pictures.models import Picture


def drawn(
    kind: str = "PNG",
    size: tuple[int, int] = (64, 48),
    mode: str = "RGB",
    color: Any = "teal",
    **how: Any,
) -> bytes:
    """A picture of one color, as a file."""
    buffer = io.BytesIO()
    Image.new(mode, size, color).save(buffer, kind, **how)
    return buffer.getvalue()


class PictureFactory(DjangoModelFactory[Picture]):
    """A picture whose sizes are not made yet."""

    class Meta:
        model = Picture

    title = factory.Sequence(lambda n: f"Picture {n}")
    slug = factory.Sequence(lambda n: f"picture-{n}")
    alt = "Two circles that overlap."
    width = 64
    height = 48
    file = factory.LazyAttribute(
        lambda one: ContentFile(
            drawn(size=(one.width, one.height)), name=f"pictures/{one.slug}.png"
        )
    )
