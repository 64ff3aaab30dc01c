from collections.abc import Iterable
from typing import Final

from django.utils.safestring import SafeString

from guides.cards import Card
from portal.card_lists import CardList
from portal.jinja import function

_list: Final = CardList("components/guide_cards.html", "guides")


@function
def guide_cards(
    cards: Iterable[Card], level: int | None = None, *, lead: bool = False
) -> SafeString:
    """The component of the same name."""
    return _list.draw(cards, level=level, lead=lead)
