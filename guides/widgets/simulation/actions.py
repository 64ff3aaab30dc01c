"""Adding what a simulation needs, checked as the desk's forms check it; single edits go through those forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)
from portal.taxonomy.models import Role


@transaction.atomic
def add_simulation(*, values: Mapping[str, Any], roles: Iterable[Role]) -> Simulation:
    simulation = _added(Simulation(**values))
    simulation.roles.set(roles)
    return simulation


@transaction.atomic
def add_option(
    *, values: Mapping[str, Any], factors: Iterable[Mapping[str, Any]] = ()
) -> SimulationOption:
    """An industry or a company size with its factors."""
    option = _added(SimulationOption(**values))
    for factor in factors:
        _added(SimulationFactor(option=option, **factor))
    return option


@transaction.atomic
def add_promotion(*, role: Role, values: Mapping[str, Any]) -> PromotionStep:
    return _added(PromotionStep(role=role, **values))


@transaction.atomic
def add_stage(*, values: Mapping[str, Any]) -> SkillStage:
    return _added(SkillStage(**values))


def _added[Row: models.Model](row: Row) -> Row:
    """Raises `ValidationError` for what a form would refuse."""
    row.full_clean()
    row.save()
    return row
