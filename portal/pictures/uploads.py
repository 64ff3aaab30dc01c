"""A file that somebody uploads becomes a picture that can be published, or is refused with the reason.

Whatever the file is called and whatever it says of itself, what counts is what it holds. Its pixels are
written anew: upright, in sRGB, and without a word of where and by whom they were taken.
"""

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

# What browsers draw, as Pillow names it, with the ending and how it is written. A camera's JPEG may hold
# further pictures (MPO); its first one counts.
KINDS: Final[dict[str, tuple[str, str]]] = {
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "WEBP": ("WEBP", "webp"),
}
LARGEST: Final = 10_000_000  # bytes
MOST_PIXELS: Final = 40_000_000
SHORTEST_SIDE: Final = 40  # pixels; less is no picture
LONGEST_SIDE: Final = 16_000  # what WebP can hold, nearly
NO_PICTURE: Final = "Choose a JPEG, PNG or WebP picture; this file is none, or is damaged."
TOO_LARGE: Final = "Choose a picture of at most 10 MB and 40 million pixels."
TOO_SMALL: Final = f"Choose a picture of at least {SHORTEST_SIDE} pixels on each side."
MOVING: Final = "Choose a still picture: this one moves."


@dataclass(frozen=True)
class Upload:
    """What is kept of an upload; its name comes from the picture's own."""

    content: bytes
    ending: str
    width: int
    height: int

    def file(self) -> ContentFile[bytes]:
        return ContentFile(self.content)


def taken_in(file: Any) -> Upload:
    """What a file uploaded holds, cleaned; raises `ValidationError` for what is no picture."""
    if file.size > LARGEST:
        raise ValidationError(TOO_LARGE)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _read(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE) from error
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over
        raise ValidationError(NO_PICTURE) from error


def _read(file: Any) -> Upload:
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as found:
        kind, ending = KINDS[found.format or ""]
        _refuse_size(found)
        if kind != "JPEG" and getattr(found, "n_frames", 1) > 1:
            raise ValidationError(MOVING)
        found.load()
        content, (width, height) = _rewritten(found, kind)
    return Upload(content, ending, width, height)


def _refuse_size(found: Image.Image) -> None:
    """Asked of the head of the file, before its pixels are unpacked."""
    width, height = found.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise ValidationError(TOO_LARGE)
    if min(width, height) < SHORTEST_SIDE:
        raise ValidationError(TOO_SMALL)


def _rewritten(found: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    """The pixels in a file of their own; a JPEG that needs no turning keeps the quality it has."""
    is_plain = kind == "JPEG" == found.format and found.mode == "RGB"
    is_plain = (
        is_plain and found.getexif().get(0x0112, 1) == 1 and not found.info.get("icc_profile")
    )
    image = found if is_plain else _in_srgb(ImageOps.exif_transpose(found))
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    how: dict[str, Any] = {
        "JPEG": {"quality": "keep"} if is_plain else {"quality": 92, "optimize": True},
        "PNG": {"optimize": False},
        "WEBP": {"quality": 92, "method": 4},
    }[kind]
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue(), image.size


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colors as every browser reads them: without a profile, which many cameras and CMYK files bring."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile := image.info.get("icc_profile"):
        fit = image if image.mode in ("RGB", "RGBA", "CMYK", "L") else image.convert(mode)
        with suppress(ImageCms.PyCMSError, OSError):
            of_file = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(fit, of_file, srgb, outputMode=mode) or fit
    if image.mode.startswith("I"):  # sixteen bits of gray
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return image if image.mode in ("RGB", "RGBA", "L", "P", "LA", "1") else image.convert(mode)
