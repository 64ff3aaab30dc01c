"""What pay-transparency laws ask of a listing, and what of it is missing. Not legal advice."""

from jobs.transparency.check import Gap, gaps, gaps_in
from jobs.transparency.grouping import Item, by_item
from jobs.transparency.laws import RULES_OF

__all__ = ["RULES_OF", "Gap", "Item", "by_item", "gaps", "gaps_in"]
