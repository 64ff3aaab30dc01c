"""A roadmap as it is planned from and shown: plain values, remembered until staff change something."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from guides.widgets.roadmap.models import Goal, Roadmap, Step, roadmap_page
from guides.widgets.roadmap.planning import circle_in, reached
from portal.freshness import Memory, collect
from portal.taxonomy.panels import RoleHead

TOPICS: Final = ("roadmaps", "taxonomy")


@dataclass(frozen=True)
class SkillCard:
    slug: str
    name: str


@dataclass(frozen=True)
class StepCard:
    """`weeks` are full ones at the roadmap's hours; `needs` are the skills that it builds on."""

    skill: SkillCard
    title: str
    why: str
    weeks: int
    resource_title: str
    resource_url: str
    proof: str
    needs: tuple[str, ...]
    rank: tuple[int, str]


@dataclass(frozen=True)
class GoalCard:
    """`skills`: what it asks for itself."""

    slug: str
    name: str
    description: str
    role: RoleHead | None
    skills: tuple[str, ...]


@dataclass(frozen=True)
class RoadmapCard:
    slug: str
    title: str
    intro: str
    hours_per_week: int
    url: str
    goals: tuple[GoalCard, ...]
    steps: dict[str, StepCard]  # by skill

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        return {skill: step.needs for skill, step in self.steps.items()}

    @property
    def rank(self) -> dict[str, tuple[int, str]]:
        return {skill: step.rank for skill, step in self.steps.items()}

    @cached_property
    def skills(self) -> tuple[SkillCard, ...]:
        """What readers may know already, as far as it makes a difference to any goal; by name."""
        wanted = [skill for goal in self.goals for skill in goal.skills]
        found = [self.steps[skill].skill for skill in reached(self.needs, wanted)]
        return tuple(sorted(found, key=lambda skill: (skill.name.casefold(), skill.slug)))

    def weeks_of(self, goal: GoalCard) -> int:
        """For somebody who knows nothing of it yet."""
        return sum(self.steps[skill].weeks for skill in reached(self.needs, goal.skills))

    @property
    def faults(self) -> list[str]:
        """What stands in readers' way, though no page breaks."""
        wanted = [skill for goal in self.goals for skill in goal.skills]
        idle = self.steps.keys() - reached(self.needs, wanted)
        found = [f"No goal needs “{self.steps[skill].title}”." for skill in sorted(idle)]
        found += [f"“{goal.name}” has no steps." for goal in self.goals if not goal.skills]
        if circle := circle_in(self.needs, self.rank):
            titles = " → ".join(self.steps[skill].title for skill in (*circle, circle[0]))
            found.append(f"These go round in a circle: {titles}.")
        return found


_remembered: Final[Memory[str, RoadmapCard]] = Memory(500)


def public_roadmaps(slugs: Collection[str]) -> dict[str, RoadmapCard]:
    """Those of the slugs that are public, loaded together."""
    known = {slug: card for slug in slugs if (card := _remembered.recall(slug))}
    missing = set(slugs) - known.keys()
    if missing:
        with collect() as dependencies:
            dependencies.add(TOPICS)
            found = list(Roadmap.objects.public().filter(slug__in=missing).whole())
        for roadmap in found:
            known[roadmap.slug] = card_of(roadmap)
            _remembered.put(roadmap.slug, known[roadmap.slug], dependencies)
    return known


def public_roadmap(slug: str) -> RoadmapCard | None:
    return public_roadmaps([slug]).get(slug)


def card_of(roadmap: Roadmap) -> RoadmapCard:
    """Asks nothing of the database if the roadmap was fetched `whole()`."""
    steps = list(roadmap.steps.all())
    skills = {step.pk: step.skill.slug for step in steps}
    return RoadmapCard(
        slug=roadmap.slug,
        title=roadmap.title,
        intro=roadmap.intro,
        hours_per_week=roadmap.hours_per_week,
        url=roadmap_page(roadmap.slug),
        goals=tuple(_goal(goal, skills) for goal in roadmap.goals.all()),
        steps={step.skill.slug: _step(step, skills) for step in steps},
    )


def _step(step: Step, skills: dict[int, str]) -> StepCard:
    needed = [link.needs_id for link in step.prerequisite_links.all()]
    return StepCard(
        skill=SkillCard(step.skill.slug, step.skill.name),
        title=step.title,
        why=step.why,
        weeks=step.weeks,
        resource_title=step.resource_title,
        resource_url=step.resource_url,
        proof=step.proof,
        needs=tuple(skills[pk] for pk in needed if pk in skills),
        rank=(step.order, step.skill.slug),
    )


def _goal(goal: Goal, skills: dict[int, str]) -> GoalCard:
    return GoalCard(
        slug=goal.slug,
        name=goal.name,
        description=goal.description,
        role=RoleHead.of(goal.role.slug, goal.role.name) if goal.role else None,
        skills=tuple(skills[step.pk] for step in goal.steps.all() if step.pk in skills),
    )
