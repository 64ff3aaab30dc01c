"""What the figures' pages depend on."""

from typing import Final

TOPICS: Final = ("salaries", "taxonomy")
