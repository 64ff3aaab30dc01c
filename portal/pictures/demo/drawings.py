"""Three pictures for the demo, drawn here: plain shapes in the colors of the site."""

from collections.abc import Callable
from io import BytesIO
from math import pi, sin
from typing import Final

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
OVER: Final = 2  # drawn this much larger, for smooth edges
PAPER, TINT, GREEN, DEEP, INK, SOFT = (
    "#f0f4f1",
    "#e2f0ea",
    "#05694a",
    "#034d36",
    "#16201b",
    "#a9d3c1",
)

type Pen = ImageDraw.ImageDraw
type Box = tuple[int, int, int, int]


def drawn(shapes: Callable[[Pen], None]) -> bytes:
    """A PNG of few colors."""
    image = Image.new("RGB", (WIDTH * OVER, HEIGHT * OVER), PAPER)
    shapes(ImageDraw.Draw(image))
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    buffer = BytesIO()
    small.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        buffer, "PNG", compress_level=9
    )
    return buffer.getvalue()


def circles(pen: Pen) -> None:
    """Two circles of equal size share a lens."""
    left, right, radius = (640, 450), (960, 450), 300
    for (x, y), color in ((left, SOFT), (right, GREEN)):
        _disc(pen, x, y, radius, color)
    shared = Image.new("L", (WIDTH * OVER, HEIGHT * OVER), 0)
    lens = shared.copy()
    for one, (x, y) in ((shared, left), (lens, right)):
        _disc(ImageDraw.Draw(one), x, y, radius, 255)
    both = Image.composite(shared, Image.new("L", shared.size, 0), lens)
    pen.bitmap((0, 0), both, fill=DEEP)


def ranges(pen: Pen) -> None:
    """Six ranges on one scale, each further to the right, with a mark at its middle."""
    for x in range(200, 1500, 200):
        _box(pen, (x, 120, x + 2, 780), "#d5ddd8")
    spans = ((200, 420), (300, 590), (430, 780), (560, 960), (730, 1150), (900, 1400))
    for row, (low, high) in enumerate(spans):
        y = 150 + row * 104
        _box(pen, (low, y, high, y + 56), GREEN if row % 2 else SOFT)
        middle = (low + high) // 2
        _box(pen, (middle - 4, y - 10, middle + 4, y + 66), INK)


def paths(pen: Pen) -> None:
    """One line from the left divides into three that end at different heights."""
    for end, color in ((200, SOFT), (450, GREEN), (700, DEEP)):
        points = []
        for step in range(0, 1001, 4):
            part = step / 1000
            bend = (1 - sin(pi / 2 + pi * max(0.0, part - 0.25) / 0.75)) / 2
            points.append(((160 + 1280 * part) * OVER, (450 + (end - 450) * bend) * OVER))
        pen.line(points, color, 26 * OVER, joint="curve")
        _disc(pen, 1440, end, 44, color)
    _disc(pen, 160, 450, 44, INK)


def _disc(pen: Pen, x: int, y: int, radius: int, color: str | int) -> None:
    left, top, right, bottom = x - radius, y - radius, x + radius, y + radius
    pen.ellipse((left * OVER, top * OVER, right * OVER, bottom * OVER), color)


def _box(pen: Pen, box: Box, color: str) -> None:
    left, top, right, bottom = box
    pen.rectangle((left * OVER, top * OVER, right * OVER, bottom * OVER), color)
