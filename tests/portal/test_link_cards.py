"""Cards for link previews, of whatever text."""

import io
from typing import Final

import pytest
from PIL import Image

from portal.link_cards import SANS, SERIF, SIZE, LinkCard, digest_of, draw_card, writable

HARD: Final = {
    "nothing": "",
    "blank": " \n\t ",
    "one letter": "A",
    "one long word": "W" * 140,
    "many words": "word " * 300,
    "endless": "x" * 100_000,
    "Chinese": "人工智能工程师的薪水",
    "Arabic": "مهندس الذكاء الاصطناعي",
    "Devanagari": "कृत्रिम बुद्धिमत्ता",
    "emoji": "🚀🚀🚀",
    "control": "\x00\x07\u202egnp",
    "surrogate": "\ud800 pay",
    "marks": "e\u0301\u0301\u0301\u0301" * 40,
    "markup": "<b>{{ panel }}</b>",
}


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(image: Image.Image) -> int:
    """How many pixels below the head are not paper."""
    below = image.crop((0, 190, *SIZE))
    return sum(1 for value in below.convert("L").tobytes() if value < 128)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_card_is_drawn_of_any_text(text: str) -> None:
    image = opened(draw_card(LinkCard(text, text, text, text)))

    assert image.size == SIZE
    edge = [image.getpixel((SIZE[0] - 20, y)) for y in range(0, SIZE[1], 7)]
    assert len(set(edge)) == 1  # nothing runs over the margin


def test_each_part_is_on_the_card() -> None:
    parts = [
        LinkCard("Pay"),
        LinkCard("Pay in full"),
        LinkCard("Pay in full", "AI engineer"),
        LinkCard("Pay in full", "AI engineer", "$1", "a year"),
        LinkCard("Pay in full", "AI engineer", "$1", "a year, everywhere"),
    ]

    drawn = [draw_card(card) for card in parts]

    assert len(set(drawn)) == len(parts)
    assert all(ink(opened(one)) > 1_000 for one in drawn)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Łódź, Αθήνα, Москва, Ürünlər", "Łódź, Αθήνα, Москва, Ürünlər"),
        ("Pay 🚀 now", "Pay now"),
        ("cafe\u0301", "café"),
        ("人工智能 AI", ""),
        (" a \n b ", "a b"),
        ("a\x00b\u202ec", "abc"),
    ],
)
def test_what_the_font_lacks_is_written_plainly_or_left_out(text: str, written: str) -> None:
    assert [writable(text, family) for family in (SERIF, SANS)] == [written, written]


def test_letter_is_written_without_an_accent_that_the_font_lacks() -> None:
    assert (writable("Ἀθῆναι", SERIF), writable("Ἀθῆναι", SANS)) == ("Αθηναι", "Ἀθῆναι")


def test_digest_tells_apart_what_is_drawn() -> None:
    digests = [
        digest_of("a", "b"),
        digest_of("ab", ""),
        digest_of("a", "b", ""),
        digest_of("a", "b"),
    ]

    assert len(set(digests)) == 3
    assert digests[0] == digests[3]
