"""What is taken in, what is refused, and what is left of it."""

import io
import zlib
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from portal.pictures.uploads import MOVING, NO_PICTURE, TOO_LARGE, TOO_SMALL, Upload, taken_in
from tests.factories.pictures import drawn


def upload(content: bytes, name: str = "a.png") -> Upload:
    return taken_in(SimpleUploadedFile(name, content))


def opened(taken: Upload) -> Image.Image:
    image = Image.open(io.BytesIO(taken.content))
    image.load()
    return image


def bomb() -> bytes:
    """A small file that claims to be 60,000 by 60,000 pixels."""
    whole = bytearray(drawn())
    whole[16:24] = (60_000).to_bytes(4) * 2
    whole[29:33] = zlib.crc32(whole[12:29]).to_bytes(4)
    return bytes(whole)


def moving(kind: str) -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), color) for color in ("red", "blue")]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


REFUSED: Final = {
    "nothing": (b"", NO_PICTURE),
    "text": (b"Hello", NO_PICTURE),
    "SVG": (SVG, NO_PICTURE),
    "page": (b"<html><script>alert(1)</script></html>", NO_PICTURE),
    "PDF": (b"%PDF-1.4", NO_PICTURE),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", NO_PICTURE),
    "GIF": (drawn("GIF"), NO_PICTURE),
    "TIFF": (drawn("TIFF"), NO_PICTURE),
    "AVIF": (drawn("AVIF"), NO_PICTURE),
    "PNG cut off": (drawn()[:40], NO_PICTURE),
    "JPEG cut off": (drawn("JPEG", (640, 480), color="red")[:-400], NO_PICTURE),
    "bomb": (bomb(), TOO_LARGE),
    "too many pixels": (drawn(size=(15_000, 3_000), mode="1", color=0), TOO_LARGE),
    "too long": (drawn(size=(16_001, 50), mode="1", color=0), TOO_LARGE),
    "too heavy": (drawn() + b"\0" * 10_000_000, TOO_LARGE),
    "too small": (drawn(size=(39, 400)), TOO_SMALL),
    "moving PNG": (moving("PNG"), MOVING),
    "moving WebP": (moving("WEBP"), MOVING),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_file_that_is_no_picture_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        upload(content)

    assert refused.value.messages == [reason]


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_picture_is_known_by_what_it_holds(kind: str, ending: str) -> None:
    taken = upload(drawn(kind), "../../\u202egnp.<b>.svg")

    assert (taken.ending, taken.width, taken.height) == (ending, 64, 48)
    assert opened(taken).format == kind


def test_first_picture_of_a_camera_file_is_taken() -> None:
    buffer = io.BytesIO()
    first, second = (Image.new("RGB", (64, 48), color) for color in ("red", "blue"))
    first.save(buffer, "MPO", save_all=True, append_images=[second])

    image = opened(upload(buffer.getvalue()))

    assert (image.format, image.getpixel((5, 5))) == ("JPEG", (254, 0, 0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", [1, 6])
def test_nothing_is_kept_of_where_and_by_whom_it_was_taken(kind: str, turned: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x013B] = "Secret Author"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 12.0)
    how: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        how |= {"comment": b"Secret remark", "xmp": b"<x:xmpmeta>Secret place</x:xmpmeta>"}
    whole = drawn(kind, **how)
    assert b"Secret" in whole

    taken = upload(whole)

    assert b"Secret" not in taken.content
    image = opened(taken)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment"} & set(image.info)


def test_picture_that_was_taken_sideways_stands_upright() -> None:
    image = Image.new("RGB", (80, 60), "white")
    image.paste("red", (0, 0, 80, 30))  # the upper half, before it is turned
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera's right side is the top
    buffer = io.BytesIO()
    image.save(buffer, "PNG", exif=exif)

    taken = upload(buffer.getvalue())

    assert (taken.width, taken.height) == (60, 80)
    assert opened(taken).getpixel((50, 40)) == (255, 0, 0)


def test_plain_jpeg_keeps_its_quality() -> None:
    whole = Image.effect_mandelbrot((120, 90), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    buffer = io.BytesIO()
    whole.save(buffer, "JPEG", quality=80)
    before = Image.open(buffer)

    after = opened(upload(buffer.getvalue()))

    assert after.quantization == before.quantization  # type: ignore[attr-defined]


def test_colors_of_a_profile_become_those_of_browsers() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    taken = [
        upload(drawn(icc_profile=profile.tobytes()))
        for profile in (srgb, lab)  # the second doesn't fit the pixels
    ]

    assert [opened(one).info.get("icc_profile") for one in taken] == [None, None]
    assert [opened(one).getpixel((5, 5)) for one in taken] == [(0, 128, 128), (0, 128, 128)]


@pytest.mark.parametrize(
    ("mode", "color", "kind", "kept"),
    [
        ("CMYK", (0, 255, 255, 0), "JPEG", (254, 0, 0)),
        ("L", 90, "JPEG", 90),
        ("L", 90, "PNG", 90),
        ("RGBA", (0, 128, 128, 60), "PNG", (0, 128, 128, 60)),
        ("RGBA", (0, 128, 128, 60), "WEBP", None),
        ("LA", (90, 60), "PNG", (90, 60)),
        ("I;16", 90 * 257, "PNG", 90),
        ("1", 1, "PNG", 255),
    ],
)
def test_every_kind_of_pixel_is_taken(mode: str, color: Any, kind: str, kept: Any) -> None:
    image = opened(upload(drawn(kind, mode=mode, color=color)))

    found = image.getpixel((5, 5))
    assert kept is None or found == kept
    assert image.has_transparency_data == (mode in ("RGBA", "LA"))
