"""Lists of cards, of which each is drawn once."""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

REMEMBERED: Final = 5_000  # cards in each process


class CardList:
    """A component that draws a list of cards in a single `<ul>`.

    The HTML of a card follows from the card alone and from nothing that changes, so it is remembered by
    the card's value. In DEBUG it is drawn each time, so that an edited template shows at once.
    """

    def __init__(self, template: str, argument: str) -> None:
        self._template = template
        self._argument = argument
        keep = lru_cache(maxsize=0 if settings.DEBUG else REMEMBERED)
        self._card, self._frame = keep(self._draw_card), keep(self._draw_frame)

    def draw(
        self, cards: Iterable[Hashable], *, level: int | None = None, lead: bool = False
    ) -> SafeString:
        """`level` and `lead` (whether the first one is large) are arguments of the component."""
        before, after = self._frame(level)
        drawn = [self._card(card, lead and not place) for place, card in enumerate(cards)]
        return mark_safe(f"{before}{''.join(drawn)}{after}")

    def _draw_frame(self, level: int | None) -> tuple[str, str]:
        empty = self._render(cards=(), level=level)
        before, mark, after = empty.partition("</ul>")
        return before, mark + after

    def _draw_card(self, card: Hashable, lead: bool) -> str:
        html = self._render(cards=(card,), lead=lead)
        return html[html.index("<li") : html.rindex("</li>") + len("</li>")]

    def _render(self, *, cards: tuple[Hashable, ...], **more: Any) -> str:
        return render_to_string(self._template, {self._argument: cards, **more})
