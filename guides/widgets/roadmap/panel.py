"""A roadmap inside a guide."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guides.widgets.roadmap.answers import Shown, show
from guides.widgets.roadmap.cards import TOPICS, public_roadmap, public_roadmaps
from guides.widgets.roadmap.models import MOST_STEPS, Roadmap
from portal.panels import AtMost, Exists, Help, Panel, Slug, register


def _roadmaps_among(slugs: Collection[str]) -> Collection[str]:
    return Roadmap.objects.public().filter(slug__in=slugs).values_list("slug", flat=True)


@dataclass(frozen=True, kw_only=True)
class RoadmapArguments:
    roadmap: Annotated[
        str, Slug(), Exists("public roadmap", _roadmaps_among), Help("Which one, by its address.")
    ]
    goal: Annotated[
        str, Slug(), Help("A goal of it, whose steps are shown at once; empty: readers choose.")
    ] = ""
    know: Annotated[
        tuple[Annotated[str, Slug()], ...],
        AtMost(MOST_STEPS),
        Help("Skills that the guide’s readers have; they can change that."),
    ] = ()


@register
class RoadmapPanel(Panel[RoadmapArguments, Shown]):
    name = "roadmap"
    title = "What would you learn next?"
    help = (
        "Readers choose a goal and what they know already, and get what is left to learn, in order, with "
        "effort and resources. Roadmaps, their goals and their steps are kept on the desk."
    )
    template = "guides/panels/roadmap.html"
    missing = "There is no public roadmap of this name."
    arguments = RoadmapArguments
    examples: ClassVar = (
        "{{ roadmap roadmap=ai-career }}",
        "{{ roadmap roadmap=ai-career goal=ai-engineer know=python,sql }}",
    )

    def load(self, calls: Sequence[RoadmapArguments]) -> Sequence[Shown | None]:
        cards = public_roadmaps({call.roadmap for call in calls})
        return [
            show(cards[call.roadmap], goal=call.goal, know=call.know)
            if call.roadmap in cards
            else None
            for call in calls
        ]

    def topics(self, arguments: RoadmapArguments) -> Iterable[str]:
        return TOPICS

    def check(self, arguments: RoadmapArguments) -> Iterable[str]:
        card = public_roadmap(arguments.roadmap)
        if card is None:
            return
        if arguments.goal and arguments.goal not in {goal.slug for goal in card.goals}:
            names = ", ".join(goal.slug for goal in card.goals)
            yield f"The argument “goal”: there is no goal “{arguments.goal}”. There are: {names}."
        skills = {skill.slug for skill in card.skills}
        for slug in arguments.know:
            if slug not in skills:
                yield f"The argument “know”: the roadmap has no skill “{slug}”."
