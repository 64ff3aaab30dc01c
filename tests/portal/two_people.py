"""Two people who have one form of the desk open: the forms, what each of them types, and how it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from jobs.models import ReturnReason
from portal.accounts.models import User
from portal.site.actions import save_page
from portal.site.models import Page
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.guides import AuthorFactory, TopicFactory
from tests.factories.jobs import CompanyFactory
from tests.factories.pictures import PictureFactory
from tests.factories.polls import DraftPollFactory
from tests.factories.roadmaps import GoalFactory, HiddenRoadmapFactory, StepFactory
from tests.factories.salaries import PublishedBenchmarkFactory, SourceFactory
from tests.factories.simulation import (
    IndustryFactory,
    PromotionStepFactory,
    SimulationFactory,
    SkillStageFactory,
)
from tests.factories.taxonomy import (
    CountryFactory,
    ResponsibilityFactory,
    RoleFactory,
    SkillFactory,
)


@dataclass(frozen=True)
class Case:
    """A row, the fields that two people change, and what each of them types."""

    make: Callable[[], Any]
    first: tuple[str, str]
    second: tuple[str, str]
    told: str = ""


def page() -> Page:
    made = Page(slug="about", title="About", description="Who we are.", body="## Us\n\nPeople.")
    save_page(page=made)
    return made


def step() -> Any:
    return StepFactory(roadmap=HiddenRoadmapFactory())


def goal() -> Any:
    return GoalFactory(roadmap=HiddenRoadmapFactory())


def reason() -> ReturnReason:
    return ReturnReason.objects.create(name="Who asks", text="Say who.")


CASES = {
    "benchmark": Case(
        PublishedBenchmarkFactory,
        ("low", "110000.00"),
        ("high", "160000.00"),
        "“low” is “110000.00” now.",
    ),
    "role": Case(
        RoleFactory,
        ("focus", "Models in use"),
        ("family", "Wizardry"),
        "“focus” is “Models in use” now.",
    ),
    "page": Case(
        page, ("body", "## Us\n\nOther people." * 9), ("title", "Us"), "“body” is another now."
    ),
    "source": Case(
        SourceFactory,
        ("retrieved_on", "2026-03-04"),
        ("publisher", "Others"),
        "“retrieved on” is “2026-03-04” now.",
    ),
    "poll": Case(
        DraftPollFactory, ("intro", "Sort."), ("title", "Whose is it?"), "“intro” is “Sort.” now."
    ),
}
# The history of these is what the desk wrote down of each save.
WITHOUT_HISTORY = {
    "place": Case(CountryFactory, ("slug", "the-states"), ("name", "The States")),
    "skill": Case(SkillFactory, ("slug", "ml"), ("name", "Machine learning")),
    "responsibility": Case(ResponsibilityFactory, ("order", "7"), ("name", "Watching models")),
    "topic": Case(TopicFactory, ("description", "What it pays."), ("name", "Money")),
    "author": Case(AuthorFactory, ("bio", "Reads."), ("role_line", "Editor")),
    "company": Case(CompanyFactory, ("about", "Makes things."), ("name", "Acme")),
    "roadmap": Case(HiddenRoadmapFactory, ("intro", "Choose."), ("hours_per_week", "9")),
    "step": Case(step, ("weeks", "7"), ("title", "Ship a service")),
    "goal": Case(goal, ("description", "Here."), ("name", "Work")),
    "simulation": Case(SimulationFactory, ("length", "6"), ("title", "Growth")),
    "option": Case(IndustryFactory, ("order", "7"), ("name", "Banks")),
    "promotion": Case(PromotionStepFactory, ("latest", "4"), ("note", "Asked anew.")),
    "reason": Case(reason, ("text", "Say who asks."), ("name", "Asker")),
    "picture": Case(PictureFactory, ("alt", "Circles."), ("credit", "By us.")),
    "person": Case(StaffFactory, ("name", "Hedy"), ("email", "hedy@example.org")),
    "stage": Case(SkillStageFactory, ("to_years", "3"), ("note", "Asked anew.")),
}


def at_desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ada() -> Client:
    return at_desk(SuperuserFactory(name="Ada"))


def grace() -> Client:
    return at_desk(SuperuserFactory(name="Grace"))


def address_of(row: Any, name: str = "change", *more: Any) -> str:
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *more]
    )


def opened(desk: Client, address: str) -> dict[str, list[str]]:
    """The form as a browser would send it back untouched."""
    return filled_in(desk.get(address).content.decode())


def typed(form: dict[str, list[str]], *changes: tuple[str, str]) -> dict[str, Any]:
    return form | {name: [value] for name, value in changes}


def values(row: Any, *names: str) -> list[str]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return [str(getattr(fresh, name)) for name in names]


def problems(answer: Any) -> list[str]:
    return [str(error) for error in answer.context["adminform"].form.non_field_errors()]
