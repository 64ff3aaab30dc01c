"""The roadmap of the demo. One that is there already is left to staff."""

import tomllib
from pathlib import Path
from typing import Any, Final

from guides.models import Goal, Roadmap, Step
from guides.widgets.roadmap.actions import save_goal, save_step, set_prerequisites
from portal.demo import Step as ShowStep
from portal.taxonomy.models import Role, Skill

CONTENT: Final = Path(__file__).parent / "content" / "roadmaps.toml"


def load_roadmaps(step: ShowStep) -> None:
    step("Roadmaps")
    for row in tomllib.loads(CONTENT.read_text())["roadmaps"]:
        if not Roadmap.objects.filter(slug=row["slug"]).exists():
            _load(row)


def _load(row: dict[str, Any]) -> None:
    columns = ("slug", "title", "intro", "hours_per_week")
    roadmap = Roadmap.objects.create(**{name: row[name] for name in columns}, is_public=True)
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    roles = Role.objects.named([goal["role"] for goal in row["goals"]])
    steps: dict[str, Step] = {}
    for place, each in enumerate(row["steps"], start=1):
        told = {name: each[name] for name in each if name not in ("skill", "needs")}
        step = Step(roadmap=roadmap, skill=skills[each["skill"]], order=10 * place, **told)
        save_step(step=step)
        steps[each["skill"]] = step
    for each in row["steps"]:
        needs = [steps[skill] for skill in each.get("needs", ())]
        set_prerequisites(step=steps[each["skill"]], needs=needs)
    for place, each in enumerate(row["goals"], start=1):
        told = {name: each[name] for name in ("slug", "name", "description")}
        goal = Goal(roadmap=roadmap, role=roles.get(each["role"]), order=10 * place, **told)
        save_goal(goal=goal, steps=[steps[skill] for skill in each["skills"]])
