from typing import Any

import factory
from factory.django import DjangoModelFactory

from guides.models import Goal, Roadmap, Step, StepPrerequisite
from tests.factories.taxonomy import SkillFactory


class RoadmapFactory(DjangoModelFactory[Roadmap]):
    """Public."""

    class Meta:
        model = Roadmap

    slug = factory.Sequence(lambda n: f"roadmap-{n}")
    title = "What would you learn next?"
    intro = "Choose a goal and tick what you know."
    is_public = True


class HiddenRoadmapFactory(RoadmapFactory):
    is_public = False


class StepFactory(DjangoModelFactory[Step]):
    """`needs`: the steps that it builds on."""

    class Meta:
        model = Step
        skip_postgeneration_save = True

    roadmap = factory.SubFactory(RoadmapFactory)
    skill = factory.SubFactory(SkillFactory)
    title = factory.LazyAttribute(lambda step: f"Learn {step.skill.name}")
    why = "It is used every day."
    weeks = 2
    resource_title = "The manual"
    resource_url = "https://docs.example.org/"
    proof = "Something that runs."

    @factory.post_generation
    def needs(self, create: bool, needs: list[Any] | None, **kwargs: Any) -> None:
        for need in needs or ():
            StepPrerequisite.objects.create(step=self, needs=need)


class GoalFactory(DjangoModelFactory[Goal]):
    """`steps`: what it asks for itself."""

    class Meta:
        model = Goal
        skip_postgeneration_save = True

    roadmap = factory.SubFactory(RoadmapFactory)
    slug = factory.Sequence(lambda n: f"goal-{n}")
    name = factory.LazyAttribute(lambda goal: goal.slug.replace("-", " ").capitalize())
    description = "Where the work is."

    @factory.post_generation
    def steps(self, create: bool, steps: list[Any] | None, **kwargs: Any) -> None:
        goal: Any = self
        goal.steps.set(steps or ())
