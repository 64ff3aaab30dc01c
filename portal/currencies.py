"""The codes of currencies: ISO 4217."""

import csv
from pathlib import Path
from typing import Final


def _standings() -> dict[str, str]:
    file = Path(__file__).with_name("currencies.csv")
    with file.open(newline="", encoding="utf-8") as lines:
        return {row["code"]: row["standing"] for row in csv.DictReader(lines)}


_STANDINGS: Final = _standings()

# No metals and no codes for tests; those given up since 2000 too, which reports of earlier years name.
CURRENCIES: Final = frozenset(_STANDINGS)

# In which somebody can be paid now.
IN_USE: Final = frozenset(code for code, standing in _STANDINGS.items() if standing == "in use")
