"""Simulations with what they count with: `make_simulation(role)` makes one of everything."""

from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from guides.models import (
    PromotionStep,
    Simulation,
    SimulationFactor,
    SimulationOption,
    SkillStage,
)
from portal.taxonomy.models import Role
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory, RoleSkillFactory


class SimulationFactory(DjangoModelFactory[Simulation]):
    """On the site, from 2026 to 2029."""

    class Meta:
        model = Simulation
        skip_postgeneration_save = True

    slug = "career-growth"
    title = "Career growth"
    intro = "See how pay may grow."
    is_public = True

    @factory.post_generation
    def roles(self, create: bool, roles: list[Any] | None, **kwargs: Any) -> None:
        simulation: Any = self
        simulation.roles.set([RoleFactory(slug="ml-engineer")] if roles is None else roles)


class IndustryFactory(DjangoModelFactory[SimulationOption]):
    class Meta:
        model = SimulationOption
        django_get_or_create = ("kind", "slug")

    kind = "industry"
    slug = "finance"
    name = factory.LazyAttribute(lambda option: option.slug.capitalize())


class SizeFactory(IndustryFactory):
    kind = "size"
    slug = "large"


class FactorFactory(DjangoModelFactory[SimulationFactor]):
    class Meta:
        model = SimulationFactor

    option = factory.SubFactory(IndustryFactory)
    aspect = "level"
    low = Decimal("0.90")
    middle = Decimal("1.00")
    high = Decimal("1.20")
    note = "A guess, with its reasons."


class PromotionStepFactory(DjangoModelFactory[PromotionStep]):
    class Meta:
        model = PromotionStep

    role = factory.SubFactory(RoleFactory, slug="ml-engineer")
    from_level = "junior"
    to_level = "mid"
    years = 2
    earliest = 1
    latest = 3
    note = "The middle of the years that the figures name."


class SkillStageFactory(DjangoModelFactory[SkillStage]):
    class Meta:
        model = SkillStage
        django_get_or_create = ("area",)

    area = "core"
    from_years = 0
    to_years = 1
    note = "First things first."


def make_simulation(role: Role) -> Simulation:
    """With an industry and a size, their factors, a promotion, a stage and a skill; figures are left out."""
    for option in (IndustryFactory(), SizeFactory()):
        FactorFactory(option=option)
    PromotionStepFactory(role=role)
    SkillStageFactory()
    RoleSkillFactory(role=role)
    simulation: Simulation = SimulationFactory(roles=[role])
    return simulation


def make_figures(role: Role | None = None) -> None:
    """$100,000 with up to a year of experience, $120,000 with up to three, $140,000 to $160,000 with up to nine,
    $200,000 or more from then on."""
    given: dict[str, Any] = {
        "role": role or RoleFactory(slug="ml-engineer"),
        "measure": "experience",
        "place": CountryFactory(),
    }
    for years, low, high in (((0, 1), 100_000, 100_000), ((1, 3), 120_000, 120_000)):
        PublishedBenchmarkFactory(
            **given, min_years=years[0], max_years=years[1], shape="single", low=low, high=high
        )
    PublishedBenchmarkFactory(**given, min_years=4, max_years=9, low=140_000, high=160_000)
    PublishedBenchmarkFactory(**given, min_years=10, shape="at_least", low=200_000, high=None)
