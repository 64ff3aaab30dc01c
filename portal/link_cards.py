"""The picture that a link preview shows: title, subject, one figure and the site's name, drawn by Pillow.

The fonts come from packages. What they can't write is left out, so a card can be drawn of any text.
"""

import hashlib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 630)
MARGIN: Final = 88
DIGEST_LENGTH: Final = 16
DESIGN: Final = "1"  # another number gives every card another address
PAPER, INK, QUIET, ACCENT = "#fdfefd", "#16201b", "#52605a", "#05694a"
SERIF: Final = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")
SANS: Final = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
TITLE_SIZES: Final = range(78, 36, -3)
LEADING: Final = 1.12
MOST_LINES: Final = 4
LONGEST: Final = 400  # characters of any text that are looked at

type Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class LinkCard:
    title: str
    subject: str = ""
    figure: str = ""
    about: str = ""  # the figure


def digest_of(*facts: str) -> str:
    """Part of a card's address: the same while all that is drawn on it is the same."""
    whole = "\0".join((DESIGN, settings.SITE_NAME, *facts))
    return hashlib.blake2b(
        whole.encode("utf-8", "replace"), digest_size=DIGEST_LENGTH // 2
    ).hexdigest()


def draw_card(card: LinkCard) -> bytes:
    """A PNG of 1200 × 630 pixels."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _head(draw)
    width, bottom = SIZE[0] - 2 * MARGIN, SIZE[1] - 70
    top = 206
    if subject := _fitting(card.subject, SANS, 30, 600, width):
        draw.text((MARGIN, top), subject, ACCENT, _font(SANS, 30, 600))
        top += 54
    if figure := _fitting(card.figure, SANS, 62, 700, width):
        bottom -= _figure(draw, figure, card.about, bottom)
    else:
        bottom -= _bars(draw, bottom)
    _title(draw, writable(card.title, SERIF) or settings.SITE_NAME, (top, bottom))
    buffer = BytesIO()
    # A few shades tell all there is: a third of the bytes, and sooner.
    few = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def _head(draw: ImageDraw.ImageDraw) -> None:
    """The mark, the site's name and a double rule, as on the card of the site itself."""
    x, y = MARGIN, 70
    draw.rounded_rectangle((x, y, x + 60, y + 70), 3, ACCENT)
    draw.rectangle((x + 13, y, x + 17, y + 70), PAPER)
    draw.rectangle((x + 25, y + 20, x + 43, y + 29), PAPER)
    draw.rectangle((x + 32, y + 39, x + 51, y + 48), PAPER)
    name = _fitting(settings.SITE_NAME, SERIF, 46, 700, SIZE[0] - 2 * MARGIN - 90)
    draw.text((x + 86, y + 36), name, INK, _font(SERIF, 46, 700), anchor="lm")
    for rule in (164, 171):
        draw.rectangle((MARGIN, rule, SIZE[0] - MARGIN, rule + 2), INK)


def _figure(draw: ImageDraw.ImageDraw, figure: str, about: str, bottom: int) -> int:
    """The figure above what it is; says how much height it takes."""
    words = _fitting(about, SANS, 26, 400, SIZE[0] - 2 * MARGIN)
    draw.text((MARGIN, bottom), words, QUIET, _font(SANS, 26, 400), anchor="ls")
    draw.text((MARGIN - 2, bottom - 40), figure, ACCENT, _font(SANS, 62, 700), anchor="ls")
    return 136


def _bars(draw: ImageDraw.ImageDraw, bottom: int) -> int:
    """Two ranges, one above the other, where there is no figure."""
    draw.rectangle((430, bottom - 50, 742, bottom - 33), ACCENT)
    for x in range(508, 896, 10):
        draw.rectangle((x, bottom - 18, x + 4, bottom), INK)
    return 80


def _title(draw: ImageDraw.ImageDraw, title: str, between: tuple[int, int]) -> None:
    """In the largest letters in which all of it finds room, else cut off in the smallest."""
    top, bottom = between
    largest = _font(SERIF, TITLE_SIZES[0], 600).getlength(title) / (SIZE[0] - 2 * MARGIN)
    lines, font, step, room = [title], _font(SERIF, TITLE_SIZES[-1], 600), 0, 1
    for size in TITLE_SIZES:
        font, step = _font(SERIF, size, 600), round(size * LEADING)
        room = min(MOST_LINES, (bottom - top) // step)
        if largest * size / TITLE_SIZES[0] > room and size != TITLE_SIZES[-1]:
            continue
        lines = _lines(title, font)
        if len(lines) <= room:
            break
    else:
        lines = lines[:room]
        lines[-1] = _cut(lines[-1] + "…", font, SIZE[0] - 2 * MARGIN)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * step), line, INK, font)


def _lines(text: str, font: Font) -> list[str]:
    """The text in lines that fit; a word longer than a line is broken."""
    width, lines = SIZE[0] - 2 * MARGIN, [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while font.getlength(lines[-1]) > width:
            piece = _piece(lines[-1], font, width)
            lines[-1:] = [piece, lines[-1][len(piece) :]]
    return lines


def _piece(word: str, font: Font, width: int) -> str:
    """As much of a word as fits, one letter at least."""
    ends = range(1, len(word))
    fits = bisect_right(ends, float(width), key=lambda end: font.getlength(word[:end]))
    return word[: max(1, fits)]


def _cut(line: str, font: Font, width: int) -> str:
    while len(line) > 1 and font.getlength(line) > width:
        line = line[:-2].rstrip() + "…"
    return line


def _fitting(text: str, family: tuple[str, str], size: int, weight: int, width: int) -> str:
    """One line of what can be written of the text, cut off where it ends the room."""
    return _cut(writable(text, family), _font(family, size, weight), width)


def writable(text: str, family: tuple[str, str]) -> str:
    """What the font can write of a text, on one line; nothing where that is less than half of it."""
    composed = unicodedata.normalize("NFC", " ".join(text[:LONGEST].split()))
    kept = "".join(_nearest(family, char) for char in composed)
    letters = sum(not char.isspace() for char in composed)
    if 2 * sum(not char.isspace() for char in kept) < letters:
        return ""
    return " ".join(kept.split())


@lru_cache(4_000)
def _nearest(family: tuple[str, str], char: str) -> str:
    """The character, or its letter without accents that the font lacks, or nothing."""
    plain = unicodedata.normalize("NFD", char)[0]
    return next((one for one in (char, plain) if _has(family, one)), "")


def _has(family: tuple[str, str], char: str) -> bool:
    """Whether the font has a shape of its own for the character."""
    if char == " ":
        return True
    if not char.isprintable():
        return False
    font = _font(family, 30, 400)
    shape, none = (font.getmask(one) for one in (char, "\U0010ffff"))
    return shape.getbbox() is not None and (shape.size, bytes(shape)) != (none.size, bytes(none))


@cache
def _font(family: tuple[str, str], size: int, weight: int) -> Font:
    package, name = family
    with (files(package) / "files" / name).open("rb") as file:
        font = ImageFont.truetype(BytesIO(file.read()), size)
    axes: list[float] = (
        [weight] if len(font.get_variation_axes()) == 1 else [weight, min(60, max(8, size))]
    )
    font.set_variation_by_axes(axes)
    return font
