"""Former names in the arguments of panels, replaced by today's before the panels are loaded."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from portal.panels.arguments import Renamed, declared


def by_todays_names[Arguments](calls: Sequence[Arguments]) -> list[Arguments]:
    """The same arguments, former names in them replaced; a list that then names a value twice has it once."""
    if not calls:
        return []
    renamed = {
        argument.name: extra
        for argument in declared(type(calls[0]))
        for extra in argument.extras
        if isinstance(extra, Renamed) and any(getattr(call, argument.name) for call in calls)
    }
    today = {extra: extra.today() for extra in set(renamed.values())}
    return [
        _renamed(call, {name: today[extra] for name, extra in renamed.items()}) for call in calls
    ]


def _renamed(call: Any, names: Mapping[str, Mapping[str, str]]) -> Any:
    changes: dict[str, Any] = {}
    for name, today in names.items():
        value = getattr(call, name)
        if isinstance(value, tuple):
            changes[name] = tuple(dict.fromkeys(today.get(one, one) for one in value))
        elif value in today:
            changes[name] = today[value]
    return dataclasses.replace(call, **changes) if changes else call
