"""The codes of countries that a report may name: ISO 3166-1."""

import csv
from pathlib import Path
from typing import Final


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# By code, in the names that English texts use. Kosovo has none in the standard; everybody writes XK.
COUNTRIES: Final = {row["code"]: row["name"] for row in _rows("countries.csv")}
