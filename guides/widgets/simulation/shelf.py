"""What can be chosen in a simulation, and what an outcome of each choice rests on: a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from guides.widgets.simulation.model import (
    Factors,
    Inputs,
    Material,
    Outcome,
    Promotion,
    Range,
    Stage,
    simulate,
)
from guides.widgets.simulation.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)
from guides.widgets.simulation.pay import Figure
from portal.panels import data_of, place
from portal.taxonomy.models import Role, RoleSkill
from portal.work import Level

Kind = SimulationOption.Kind
# The panel that gives figures, whichever app offers it; without it there are none.
FIGURES: Final = "pay-levels"
# What that panel’s figures are entries of (see `portal.panels.citations`).
KIND_OF_FIGURE: Final = "benchmark"


@dataclass(frozen=True)
class Shelf:
    """A public simulation, and what readers choose from."""

    simulation: Simulation
    roles: tuple[Role, ...]
    industries: tuple[SimulationOption, ...]
    sizes: tuple[SimulationOption, ...]


@dataclass(frozen=True)
class Chosen:
    """A choice of what there is; without industries or sizes there is none of them."""

    shelf: Shelf
    role: Role
    industry: SimulationOption | None
    size: SimulationOption | None
    start_years: int

    @property
    def inputs(self) -> Inputs:
        simulation = self.shelf.simulation
        return Inputs(simulation.first_year, simulation.length, self.start_years)

    @property
    def options(self) -> list[SimulationOption]:
        return [option for option in (self.industry, self.size) if option]


@dataclass(frozen=True)
class Answer:
    chosen: Chosen
    outcome: Outcome
    currency: str


def shelves(slugs: Collection[str]) -> dict[str, Shelf]:
    """The public simulations of these slugs."""
    found = Simulation.objects.public().filter(slug__in=slugs).prefetch_related("roles")
    simulations = list(found)
    options = list(SimulationOption.objects.prefetch_related("factors")) if simulations else []
    industries = tuple(option for option in options if option.kind == Kind.INDUSTRY)
    sizes = tuple(option for option in options if option.kind == Kind.SIZE)
    return {
        simulation.slug: Shelf(simulation, tuple(simulation.roles.all()), industries, sizes)
        for simulation in simulations
    }


def answers(asked: Sequence[Chosen]) -> list[Answer]:
    """The outcome of each choice; what they rest on is noted as depended on."""
    roles = {chosen.role.pk: chosen.role for chosen in asked}
    if not roles:
        return []
    figures = _figures(roles.values())
    promotions = _promotions(roles)
    stages = _stages(roles)
    found = []
    for chosen in asked:
        currency, mine = figures.get(chosen.role.slug, ("", ()))
        material = Material(
            figures=mine,
            factors=_factors(chosen.options),
            promotions=promotions.get(chosen.role.pk, ()),
            stages=stages.get(chosen.role.pk, ()),
        )
        found.append(Answer(chosen, simulate(chosen.inputs, material), currency))
    return found


def _figures(roles: Iterable[Role]) -> dict[str, tuple[str, tuple[Figure, ...]]]:
    """Currency and figures by the role's slug."""
    entries = data_of([place(FIGURES, role=role.slug) for role in roles])
    return {
        entry["arguments"]["role"]: (
            entry["data"]["currency"],
            tuple(map(_figure, entry["data"]["figures"])),
        )
        for entry in entries
        if entry["data"]
    }


def _figure(data: Mapping[str, Any]) -> Figure:
    return Figure(
        key=str(data["id"]),
        label=data["label"],
        text=data["text"],
        min_years=data["min_years"],
        max_years=data["max_years"],
        low=data["low"],
        high=None if data["open_ended"] else data["high"],
        year=data["year"],
        source=data["source"]["name"],
        source_url=data["source"]["url"],
        url=data["url"],
        note=data["note"],
    )


def _factors(options: Iterable[SimulationOption]) -> Factors:
    """The product of all; what isn't recorded is 1."""
    product = Factors()
    for option in options:
        given = {factor.aspect: factor for factor in option.factors.all()}
        product *= Factors(
            level=_range(given.get(SimulationFactor.Aspect.LEVEL)),
            growth=_range(given.get(SimulationFactor.Aspect.GROWTH)),
        )
    return product


def _range(factor: SimulationFactor | None) -> Range:
    return Range(factor.low, factor.middle, factor.high) if factor else Range()


def _promotions(roles: Iterable[int]) -> dict[int, tuple[Promotion, ...]]:
    found: dict[int, list[Promotion]] = {}
    for step in PromotionStep.objects.filter(role__in=roles).order_by("years", "pk"):
        promotion = Promotion(
            from_level=str(Level(step.from_level).label),
            to_level=str(Level(step.to_level).label),
            years=step.years,
            earliest=step.earliest,
            latest=step.latest,
        )
        found.setdefault(step.role_id, []).append(promotion)
    return {role: tuple(steps) for role, steps in found.items()}


def _stages(roles: Iterable[int]) -> dict[int, tuple[Stage, ...]]:
    """The skills of each role's record by area, in its order, spread over the area's years."""
    stages = list(SkillStage.objects.all())
    links = RoleSkill.objects.filter(role__in=roles).values_list("role", "area", "skill__name")
    skills: dict[tuple[int, str], list[str]] = {}
    for role, area, name in links:
        skills.setdefault((role, area), []).append(name)
    return {
        role: tuple(
            Stage(str(stage), tuple(skills[role, stage.area]), stage.from_years, stage.to_years)
            for stage in stages
            if (role, stage.area) in skills
        )
        for role in roles
    }
