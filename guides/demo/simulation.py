"""The career growth simulation of the demo. What is there already stays as it is."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from guides.widgets.simulation.actions import (
    add_option,
    add_promotion,
    add_simulation,
    add_stage,
)
from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationOption,
    SkillStage,
)
from portal.demo import Step
from portal.taxonomy.models import Role

CONTENT: Final = Path(__file__).parent / "content" / "simulation.toml"


def load_simulation(step: Step) -> None:
    step("Career growth simulation")
    content = tomllib.loads(CONTENT.read_text(), parse_float=Decimal)
    for place, row in enumerate(content["options"], start=1):
        _add_option(row, order=10 * place)
    for row in content["stages"]:
        if not SkillStage.objects.filter(area=row["area"]).exists():
            add_stage(values=row)
    for row in content["promotions"]:
        role = Role.objects.get(slug=row.pop("role"))
        if not PromotionStep.objects.filter(role=role, to_level=row["to_level"]).exists():
            add_promotion(role=role, values=row)
    for row in content["simulations"]:
        roles = Role.objects.filter(slug__in=row.pop("roles"))
        if not Simulation.objects.filter(slug=row["slug"]).exists():
            add_simulation(values=row, roles=roles)


def _add_option(row: dict[str, Any], *, order: int) -> None:
    factors = row.pop("factors", [])
    if not SimulationOption.objects.filter(kind=row["kind"], slug=row["slug"]).exists():
        add_option(values={**row, "order": order}, factors=factors)
