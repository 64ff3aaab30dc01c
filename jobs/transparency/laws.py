"""The laws as a table: where each holds, from how many people on, and what must stand in a listing."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from jobs.transparency import needs
from jobs.transparency.needs import Need

# The day on which the table was last compared with the rules.
RULES_OF: Final = date(2026, 11, 1)

EU: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)


@dataclass(frozen=True)
class Law:
    """`region` is the ISO 3166-2 code without the country; empty for whole countries.

    Remote work falls under the law of every place where it can be done: how far some laws reach there is
    unsettled, and a listing that states what they ask is right under each reading. `least_people` is the size of
    company from which the law counts.
    """

    place: str
    name: str
    countries: frozenset[str]
    region: str
    least_people: int
    needs: tuple[Need, ...]


def _state(place: str, name: str, code: str, least_people: int, *wanted: Need) -> Law:
    return Law(place, name, frozenset({"US"}), code, least_people, wanted)


LAWS: Final = (
    _state(
        *("Colorado", "Equal Pay for Equal Work Act", "CO", 1),
        *(needs.PAY, needs.OTHER_PAY, needs.BENEFITS, needs.DEADLINE),
    ),
    _state(
        *("Washington", "Equal Pay and Opportunities Act", "WA", 15),
        *(needs.PAY, needs.BENEFITS, needs.OTHER_PAY),
    ),
    _state(
        *("Illinois", "Equal Pay Act of 2003", "IL", 15),
        *(needs.PAY, needs.BENEFITS, needs.OTHER_PAY),
    ),
    _state(
        *("New Jersey", "Pay and Benefit Transparency Act", "NJ", 10),
        *(needs.PAY, needs.BENEFITS, needs.OTHER_PAY),
    ),
    _state(
        *("Minnesota", "Minnesota Statutes, section 181.173", "MN", 30),
        *(needs.PAY, needs.BENEFITS, needs.OTHER_PAY),
    ),
    _state("California", "Labor Code, section 432.3", "CA", 15, needs.PAY),
    _state("Massachusetts", "Frances Perkins Workplace Equity Act", "MA", 25, needs.PAY),
    _state("Vermont", "Act 155 of 2024", "VT", 5, needs.PAY),
    _state("Hawaii", "Act 203 of 2023", "HI", 50, needs.PAY),
    Law(
        *("Ontario", "Employment Standards Act, 2000", frozenset({"CA"}), "ON", 25),
        (needs.PAY, needs.WIDTH, needs.AI_SCREENING, needs.VACANCY),
    ),
    Law(
        *("the European Union", "Directive (EU) 2023/970", EU, "", 1),
        (needs.PAY_BEFORE_INTERVIEW, needs.NEUTRAL_TITLE, needs.NO_PAY_HISTORY),
    ),
)
