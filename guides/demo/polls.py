"""The polls of the demo, from TOML. One that is there already is left to staff."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from guides.widgets.poll.actions import create_poll, publish_poll
from guides.widgets.poll.desk_forms import clear_tasks
from guides.widgets.poll.models import Poll
from portal.accounts.models import User
from portal.demo import Step
from portal.taxonomy.models import Responsibility, Role

POLLS: Final = Path(__file__).parent / "content/polls.toml"


def load_polls(step: Step, by: User | None) -> None:
    for row in tomllib.loads(POLLS.read_text())["polls"]:
        step(f"Poll: {row['title']}")
        if not Poll.objects.filter(slug=row["slug"]).exists():
            _write_poll(row, by)


def _write_poll(row: Mapping[str, Any], by: User | None) -> None:
    """With the tasks of which the record, as staff have made it, is clear; nothing where there are none."""
    names = ("first_role", "second_role")
    roles = Role.objects.named([row[name] for name in names])
    if len(roles) < len(names):
        return
    values = {name: row[name] for name in ("slug", "title", "intro")}
    values |= {name: roles[row[name]] for name in names}
    known = Responsibility.objects.in_bulk(
        [item["responsibility"] for item in row["items"]], field_name="slug"
    )
    clear = clear_tasks(Poll(**values), [task.pk for task in known.values()])
    items = [
        {"responsibility": task, "why": item["why"]}
        for item in row["items"]
        if (task := known.get(item["responsibility"])) and task.pk in clear
    ]
    if items and values["first_role"] != values["second_role"]:
        publish_poll(poll=create_poll(values=values, items=items, by=by), by=by)
