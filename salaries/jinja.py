from decimal import Decimal

from portal.jinja import function
from portal.money import money


@function
def amount(value: Decimal | None, currency: str) -> str:
    """ "$142,000"; empty where there is none."""
    return "" if value is None else money(value, currency)
