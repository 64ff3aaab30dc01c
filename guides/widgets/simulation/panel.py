"""The simulation as guides embed it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Final

from guides.widgets.simulation.forms import choose
from guides.widgets.simulation.models import MOST_YEARS, Simulation, SimulationOption
from guides.widgets.simulation.play import Play, play_of
from guides.widgets.simulation.shelf import KIND_OF_FIGURE, Chosen, Kind, Shelf, answers, shelves
from guides.widgets.simulation.topics import TOPICS
from portal.panels import Between, Cited, Exists, Help, Panel, Slug, register
from portal.taxonomy.panels import RoleSlug

MISSING: Final = "There is no such simulation on the site, or it doesn’t offer this choice."


def _simulations_among(slugs: Collection[str]) -> Collection[str]:
    found = Simulation.objects.public().filter(slug__in=slugs)
    return list(found.values_list("slug", flat=True))


def _industries_among(slugs: Collection[str]) -> Collection[str]:
    return _options_among(Kind.INDUSTRY, slugs)


def _sizes_among(slugs: Collection[str]) -> Collection[str]:
    return _options_among(Kind.SIZE, slugs)


def _options_among(kind: Kind, slugs: Collection[str]) -> list[str]:
    found = SimulationOption.objects.filter(kind=kind, slug__in=slugs)
    return list(found.values_list("slug", flat=True))


@dataclass(frozen=True, kw_only=True)
class SimulationArguments:
    simulation: Annotated[
        str, Slug(), Exists("simulation on the site", _simulations_among), Help("Which one.")
    ]
    role: Annotated[
        RoleSlug, Help("Whose result to show at once. Without it readers see the form alone.")
    ] = ""
    industry: Annotated[
        str, Slug(), Exists("industry", _industries_among), Help("The first, unless told.")
    ] = ""
    size: Annotated[
        str, Slug(), Exists("company size", _sizes_among), Help("The first, unless told.")
    ] = ""
    years: Annotated[
        int | None,
        Between(0, MOST_YEARS),
        Help("Years of experience at the start; as the simulation is set, unless told."),
    ] = None


@register
class SimulationPanel(Panel[SimulationArguments, Play]):
    name = "simulation"
    title = "Career growth simulation"
    help = (
        "A form by which readers see how pay, skills and level may grow over some years, counted from the "
        "benchmarks of a role. With a role its result stands below at once."
    )
    template = "guides/panels/simulation.html"
    missing = MISSING
    arguments = SimulationArguments
    examples = (
        "{{ simulation simulation=career-growth }}",
        "{{ simulation simulation=career-growth role=ai-engineer }}",
    )

    def load(self, calls: Sequence[SimulationArguments]) -> Sequence[Play | None]:
        there = shelves({call.simulation for call in calls})
        chosen = [_chosen(call, there.get(call.simulation)) for call in calls]
        shown = [
            each for call, each in zip(calls, chosen, strict=True) if each is not None and call.role
        ]
        found = {answer.chosen: answer for answer in answers(shown)}
        return [None if each is None else play_of(each, found.get(each)) for each in chosen]

    def topics(self, arguments: SimulationArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: Play) -> Iterable[Cited]:
        """The figures that the result uses; a form alone rests on none."""
        years = data.result.years if data.result else ()
        keys = dict.fromkeys(figure.key for year in years for figure in year.figures)
        return [Cited(KIND_OF_FIGURE, key) for key in keys]

    def as_data(self, data: Play) -> dict[str, object]:
        """Without the form and the chart, which draws the same numbers."""
        answer = asdict(data)
        del answer["selects"]
        if data.result:
            del answer["result"]["chart"]
        return answer


def _chosen(call: SimulationArguments, shelf: Shelf | None) -> Chosen | None:
    """None where something was asked for that isn’t offered."""
    if shelf is None:
        return None
    years = "" if call.years is None else str(call.years)
    chosen = choose(shelf, role=call.role, industry=call.industry, size=call.size, years=years)
    asked = (
        (call.role, chosen.role.slug),
        (call.industry, chosen.industry.slug if chosen.industry else None),
        (call.size, chosen.size.slug if chosen.size else None),
    )
    return chosen if all(want in ("", got) for want, got in asked) else None
