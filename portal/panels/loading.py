"""Loading panels' data: one question to the database for each kind of panel."""

from collections.abc import Sequence

from portal.panels.panel import Panel
from portal.panels.renaming import by_todays_names


class WrongLength(Exception):
    """A panel gave more or fewer pieces of data than it was asked for."""


def load[Arguments, Data](
    panel: Panel[Arguments, Data], calls: Sequence[Arguments]
) -> list[Data | None]:
    """The data of each call; equal calls are asked for once. Whatever the panel raises goes through."""
    calls = by_todays_names(calls)
    wanted = list(dict.fromkeys(calls))
    found = list(panel.load(wanted))
    if len(found) != len(wanted):
        raise WrongLength(f"{panel.name}: {len(found)} for {len(wanted)} calls")
    by_call = dict(zip(wanted, found, strict=True))
    return [by_call[call] for call in calls]
