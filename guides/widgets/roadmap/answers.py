"""What a reader gets: the form as it is filled in, and the way to the goal that is chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.text import get_text_list

from guides.widgets.roadmap.cards import GoalCard, RoadmapCard, SkillCard, StepCard
from guides.widgets.roadmap.models import roadmap_page
from guides.widgets.roadmap.planning import make_plan
from portal.links import site


@dataclass(frozen=True)
class Foundation:
    """What a step builds on; the reader may have it."""

    skill: SkillCard
    is_known: bool


@dataclass(frozen=True)
class PlannedStep:
    """Weeks are counted from 1, both ends included."""

    number: int
    step: StepCard
    builds_on: tuple[Foundation, ...]
    hours: int
    first_week: int
    last_week: int

    @property
    def when(self) -> str:
        if self.first_week == self.last_week:
            return f"Week {self.first_week}"
        return f"Weeks {self.first_week}–{self.last_week}"


@dataclass(frozen=True)
class Answer:
    """`known` and `spared` are left out: what the reader has of it, and what only that would need."""

    goal: GoalCard
    steps: tuple[PlannedStep, ...]
    weeks: int
    hours: int
    known: tuple[SkillCard, ...]
    spared: tuple[SkillCard, ...]
    address: str

    @property
    def known_words(self) -> str:
        return _listed(self.known)

    @property
    def spared_words(self) -> str:
        return _listed(self.spared)


@dataclass(frozen=True)
class Shown:
    """A roadmap with its form; `answer` is there once a goal is chosen."""

    slug: str
    title: str
    intro: str
    hours_per_week: int
    url: str
    goals: tuple[GoalCard, ...]
    skills: tuple[SkillCard, ...]
    goal: str
    know: tuple[str, ...]
    answer: Answer | None


def show(card: RoadmapCard, *, goal: str = "", know: Collection[str] = ()) -> Shown:
    """Slugs that the roadmap doesn't have make no difference; the order of `know` makes none either."""
    known = tuple(skill.slug for skill in card.skills if skill.slug in know)
    chosen = next((each for each in card.goals if each.slug == goal), None)
    return Shown(
        slug=card.slug,
        title=card.title,
        intro=card.intro,
        hours_per_week=card.hours_per_week,
        url=card.url,
        goals=card.goals,
        skills=card.skills,
        goal=chosen.slug if chosen else "",
        know=known,
        answer=_answer(card, chosen, known) if chosen else None,
    )


def _answer(card: RoadmapCard, goal: GoalCard, known: tuple[str, ...]) -> Answer:
    plan = make_plan(card.needs, wanted=goal.skills, known=known, rank=card.rank)
    steps = tuple(_planned(card, plan.order, known))
    weeks = steps[-1].last_week if steps else 0
    return Answer(
        goal=goal,
        steps=steps,
        weeks=weeks,
        hours=weeks * card.hours_per_week,
        known=_skills(card, plan.known),
        spared=_skills(card, plan.spared),
        address=address_of(card.slug, goal.slug, known),
    )


def _planned(
    card: RoadmapCard, order: Collection[str], known: Collection[str]
) -> list[PlannedStep]:
    found: list[PlannedStep] = []
    week = 0
    for number, skill in enumerate(order, start=1):
        step = card.steps[skill]
        needs = sorted((card.steps[need] for need in step.needs), key=lambda need: need.rank)
        found.append(
            PlannedStep(
                number=number,
                step=step,
                builds_on=tuple(Foundation(need.skill, need.skill.slug in known) for need in needs),
                hours=step.weeks * card.hours_per_week,
                first_week=week + 1,
                last_week=week + step.weeks,
            )
        )
        week += step.weeks
    return found


def address_of(slug: str, goal: str, know: Collection[str]) -> str:
    """The one address of an answer: the goal first, then what is known, in the order of the form."""
    query = urlencode([("goal", goal), *(("know", skill) for skill in know)])
    return f"{site()}{roadmap_page(slug)}?{query}"


def _skills(card: RoadmapCard, slugs: Collection[str]) -> tuple[SkillCard, ...]:
    return tuple(card.steps[slug].skill for slug in slugs)


def _listed(skills: Collection[SkillCard]) -> str:
    return get_text_list([skill.name for skill in skills], "and")
