"""The sizes of a picture: which there are, what they show, and what happens when they can't be made."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from portal.freshness.topics import worker
from portal.pictures import actions
from portal.pictures.models import Format, Picture, Rendition, Shape
from portal.pictures.renditions import Size, Superseded, make_missing, make_renditions, sizes_of
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def made(picture: Picture) -> list[tuple[str, str, int, int]]:
    return sorted(picture.renditions.values_list("shape", "format", "width", "height"))


def opened(rendition: Rendition) -> Image.Image:
    with rendition.file.open("rb") as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def halves(width: int = 200, height: int = 50) -> ContentFile[bytes]:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="pictures/halves.png")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (
            (3000, 2000),
            [
                Size(Shape.WHOLE, 480, 320),
                Size(Shape.WHOLE, 960, 640),
                Size(Shape.WHOLE, 1440, 960),
                Size(Shape.WIDE, 480, 270),
                Size(Shape.WIDE, 960, 540),
                Size(Shape.WIDE, 1440, 810),
                Size(Shape.SQUARE, 240, 240),
                Size(Shape.SQUARE, 480, 480),
            ],
        ),
        (
            (500, 1000),  # 480 would hardly be less than 500
            [
                Size(Shape.WHOLE, 500, 1000),
                Size(Shape.WIDE, 500, 281),
                Size(Shape.SQUARE, 240, 240),
                Size(Shape.SQUARE, 480, 480),
            ],
        ),
        (
            (4000, 40),
            [
                Size(Shape.WHOLE, 480, 5),
                Size(Shape.WHOLE, 960, 10),
                Size(Shape.WHOLE, 1440, 14),
                Size(Shape.WIDE, 71, 40),
                Size(Shape.SQUARE, 40, 40),
            ],
        ),
    ],
    ids=["large", "tall", "strip"],
)
def test_no_size_is_wider_than_what_there_is(size: tuple[int, int], expected: list[Size]) -> None:
    assert list(sizes_of(*size)) == expected


def test_every_size_is_made_in_both_formats() -> None:
    picture = PictureFactory(width=64, height=48)

    assert make_renditions.call(picture.pk)

    picture.refresh_from_db()
    assert made(picture) == sorted(
        (shape, form, *size)
        for shape, size in (("whole", (64, 48)), ("wide", (64, 36)), ("square", (48, 48)))
        for form in Format
    )
    assert {(one.format, opened(one).format) for one in picture.renditions.all()} == {
        ("avif", "AVIF"),
        ("webp", "WEBP"),
    }
    assert (picture.made_at is not None, picture.problem) == (True, "")


def test_sizes_that_are_there_stay_as_they_are() -> None:
    picture = PictureFactory()
    make_renditions.call(picture.pk)
    kept = picture.renditions.exclude(shape=Shape.WIDE)
    before = set(kept.values_list("pk", "file"))
    picture.renditions.filter(shape=Shape.WIDE).delete()

    make_renditions.call(picture.pk)

    assert set(kept.values_list("pk", "file")) == before
    assert picture.renditions.count() == len(before) + 2 == 6


@pytest.mark.parametrize(
    ("focal_x", "left", "right"), [(0, "red", "red"), (50, "red", "blue"), (100, "blue", "blue")]
)
def test_parts_lie_around_the_focal_point(focal_x: int, left: str, right: str) -> None:
    picture = PictureFactory(width=200, height=50, focal_x=focal_x, file=halves())

    make_renditions.call(picture.pk)

    square = opened(picture.renditions.get(shape=Shape.SQUARE, format=Format.WEBP))
    assert [color_of(square, x) for x in (5, 44)] == [left, right]
    whole = opened(picture.renditions.get(shape=Shape.WHOLE, format=Format.WEBP))
    assert [color_of(whole, x) for x in (5, 194)] == ["red", "blue"]


def color_of(image: Image.Image, x: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, 20))  # type: ignore[misc]  # three bands
    return "red" if red > blue else "blue"


def test_moved_focal_point_makes_the_parts_anew(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = PictureFactory(width=200, height=50, focal_x=0, file=halves())
    make_renditions.call(picture.pk)
    whole = set(picture.renditions.filter(shape=Shape.WHOLE).values_list("pk", flat=True))
    old = picture.renditions.get(shape=Shape.SQUARE, format=Format.WEBP).file
    picture.refresh_from_db()

    picture.focal_x = 100
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_picture(picture=picture)

    square = picture.renditions.get(shape=Shape.SQUARE, format=Format.WEBP)
    assert color_of(opened(square), 5) == "blue"
    assert set(picture.renditions.filter(shape=Shape.WHOLE).values_list("pk", flat=True)) == whole
    assert not old.storage.exists(old.name)


def test_sizes_begun_before_the_focal_point_moved_are_not_kept() -> None:
    """A task that read the picture before must not leave parts around the former point."""
    picture = PictureFactory()
    stale = Picture.objects.get(pk=picture.pk)
    Picture.objects.filter(pk=picture.pk).update(focal_x=1)

    with pytest.raises(Superseded):
        make_missing(stale)

    assert made(picture) == []


def test_failure_is_kept_and_the_command_tells_it(capsys: Any) -> None:
    lost = PictureFactory()
    lost.file.storage.delete(lost.file.name)
    fine = PictureFactory()

    with pytest.raises(CommandError):
        call_command("renditions")

    lost.refresh_from_db()
    fine.refresh_from_db()
    assert "Pictures done: 1. Failed: 1." in capsys.readouterr().out
    assert (lost.made_at, lost.problem[:17]) == (None, "FileNotFoundError")
    assert list(Picture.objects.failed()) == [lost]
    assert len(made(fine)) == 6


def test_command_makes_what_is_missing_or_everything_again() -> None:
    picture = PictureFactory()
    call_command("renditions")
    first = set(picture.renditions.values_list("pk", flat=True))

    call_command("renditions")
    same = set(picture.renditions.values_list("pk", flat=True))
    call_command("renditions", "--all")

    again = set(picture.renditions.values_list("pk", flat=True))
    assert (same, len(again), again & first) == (first, 6, set())


def test_readers_hear_of_sizes_when_they_are_made() -> None:
    picture, before = PictureFactory(), worker.count

    make_renditions.call(picture.pk)

    assert worker.moved["pictures"] > before


def test_picture_that_is_gone_is_no_failure() -> None:
    assert make_renditions.call(404) is False
