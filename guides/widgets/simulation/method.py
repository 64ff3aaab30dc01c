"""What the page of the method tells: every number that staff keep, with its source note."""

from collections.abc import Sequence
from dataclasses import dataclass

from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationOption,
    SkillStage,
)
from guides.widgets.simulation.play import FactorUsed, factors_of
from guides.widgets.simulation.shelf import Shelf


@dataclass(frozen=True)
class Method:
    simulation: Simulation
    roles: tuple[str, ...]
    industries: tuple[FactorUsed, ...]
    sizes: tuple[FactorUsed, ...]
    promotions: Sequence[PromotionStep]
    stages: Sequence[SkillStage]


def method_of(shelf: Shelf) -> Method:
    steps = PromotionStep.objects.filter(role__in=shelf.roles).select_related("role")
    return Method(
        simulation=shelf.simulation,
        roles=tuple(role.name for role in shelf.roles),
        industries=_factors(shelf.industries),
        sizes=_factors(shelf.sizes),
        promotions=list(steps),
        stages=list(SkillStage.objects.all()),
    )


def _factors(options: Sequence[SimulationOption]) -> tuple[FactorUsed, ...]:
    return tuple(factor for option in options for factor in factors_of(option))
