"""Gaps as people read them: once for each thing to do, with all the laws that ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from jobs.transparency.check import Gap


@dataclass(frozen=True)
class Item:
    """One thing to do, in which field, and the laws that ask for it."""

    sentence: str
    field: str
    topic: str
    laws: tuple[Gap, ...]


def by_item(found: Iterable[Gap]) -> list[Item]:
    """In the order in which laws first ask for them."""
    gaps = list(found)
    order = {sentence: at for at, sentence in enumerate(dict.fromkeys(gap.item for gap in gaps))}
    groups = groupby(sorted(gaps, key=lambda gap: order[gap.item]), key=lambda gap: gap.item)
    items = [(sentence, tuple(group)) for sentence, group in groups]
    return [Item(sentence, laws[0].field, laws[0].topic, laws) for sentence, laws in items]
