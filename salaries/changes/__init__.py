"""The changelog of figures: every change of a published one, with its reason, for everybody to read."""

from salaries.changes.moves import moves_of
from salaries.changes.recording import Change, record
from salaries.changes.words import label_of, said

__all__ = ("Change", "label_of", "moves_of", "record", "said")
