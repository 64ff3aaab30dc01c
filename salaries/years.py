"""The year that a figure is about, or several taken together."""

from typing import NamedTuple, Self


class Years(NamedTuple):
    """`first` is none where the figure is about one year, `last`."""

    first: int | None
    last: int

    @classmethod
    def read(cls, text: str) -> Self:
        """ "2023", or "2020-2023" with a hyphen or a dash; else `ValueError`."""
        first, dash, last = text.strip().replace("–", "-").partition("-")
        if not (first.isascii() and first.isdigit()):
            raise ValueError(text)
        if not dash:
            return cls(None, int(first))
        if not (last.isascii() and last.isdigit()) or int(first) >= int(last):
            raise ValueError(text)
        return cls(int(first), int(last))

    @property
    def words(self) -> str:
        return f"{self.first}–{self.last}" if self.first else str(self.last)

    def __str__(self) -> str:
        """As in an address."""
        return f"{self.first}-{self.last}" if self.first else str(self.last)
