"""Panels of a kitchen: the number of a role's synonyms, a list, and two that fail."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.db import models
from django.db.models import Count

from portal.freshness import depends_on
from portal.panels import AtLeast, AtMost, Between, Exists, Help, Panel, Slug
from portal.taxonomy.models import Role


def roles_among(slugs: Collection[str]) -> Collection[str]:
    return Role.objects.filter(slug__in=slugs).values_list("slug", flat=True)


type RoleSlug = Annotated[str, Slug(), Exists("role", roles_among)]


class Size(models.TextChoices):
    SMALL = "small", "Small"
    LARGE = "large", "Large"


@dataclass(frozen=True, kw_only=True)
class CountArguments:
    role: Annotated[RoleSlug, Help("Whose titles.")]


@dataclass(frozen=True)
class Titles:
    role: str
    count: int


class TitleCount(Panel[CountArguments, Titles]):
    name = "title-count"
    title = "Number of titles"
    help = "How many titles a role goes by."
    template = "made_up/title_count.html"
    arguments = CountArguments
    inline = True
    examples = ("{{ title-count role=cook }}",)
    asked: ClassVar[list[list[CountArguments]]] = []
    ends: ClassVar[datetime | None] = None

    def load(self, calls: Sequence[CountArguments]) -> Sequence[Titles | None]:
        self.asked.append(list(calls))
        slugs = [call.role for call in calls]
        roles = Role.objects.filter(slug__in=slugs).annotate(titles=Count("synonyms"))
        found = {
            slug: Titles(name, count)
            for slug, name, count in roles.values_list("slug", "name", "titles")
        }
        return [found.get(call.role) for call in calls]

    def topics(self, arguments: CountArguments) -> Iterable[str]:
        return ("taxonomy",)

    def until(self, data: Titles) -> datetime | None:
        return self.ends


@dataclass(frozen=True, kw_only=True)
class MenuArguments:
    roles: Annotated[tuple[RoleSlug, ...], AtLeast(2), AtMost(3), Help("Who cooks.")]
    size: Annotated[Size, Help("How much.")] = Size.SMALL
    form: Literal["list", "table"] = "list"
    limit: Annotated[int, Between(1, 10)] = 5
    price: Annotated[Decimal | None, Between(0, 100)] = None
    hot: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.hot and self.size is Size.LARGE:
            raise ValueError("A large menu can’t be hot.")


@dataclass(frozen=True)
class Menu:
    cooks: tuple[str, ...]
    price: Decimal | None


class MenuPanel(Panel[MenuArguments, Menu]):
    name = "menu"
    title = "Menu"
    help = "What there is."
    template = "made_up/menu.html"
    arguments = MenuArguments
    asked: ClassVar[list[list[MenuArguments]]] = []

    def load(self, calls: Sequence[MenuArguments]) -> Sequence[Menu | None]:
        self.asked.append(list(calls))
        depends_on("kitchen")
        return [Menu(call.roles, call.price) for call in calls]

    def topics(self, arguments: MenuArguments) -> Iterable[str]:
        return ("menus",)

    def check(self, arguments: MenuArguments) -> Iterable[str]:
        if arguments.note == "rude":
            yield "The note is rude."


@dataclass(frozen=True)
class NoArguments:
    pass


class Burnt(Panel[NoArguments, Titles]):
    name = "burnt"
    title = "Burnt"
    help = "Fails while it loads."
    inline = True
    template = "made_up/title_count.html"
    arguments = NoArguments
    asked: ClassVar[list[list[NoArguments]]] = []

    def load(self, calls: Sequence[NoArguments]) -> Sequence[Titles | None]:
        raise RuntimeError("smoke")

    def topics(self, arguments: NoArguments) -> Iterable[str]:
        return ()


class Spilt(Burnt):
    name = "spilt"
    title = "Spilt"
    help = "Fails while it is drawn."
    template = "made_up/missing.html"

    def load(self, calls: Sequence[NoArguments]) -> Sequence[Titles | None]:
        return [Titles("x", 1) for _ in calls]


class Short(Burnt):
    name = "short"
    title = "Short"
    help = "Gives less than it was asked for."

    def load(self, calls: Sequence[NoArguments]) -> Sequence[Titles | None]:
        return []


class Table(Burnt):
    name = "table"
    title = "Table"
    help = "Places another panel."
    template = "made_up/table.html"

    def load(self, calls: Sequence[NoArguments]) -> Sequence[Titles | None]:
        self.asked.append(list(calls))
        return [Titles("x", 1) for _ in calls]


MADE_UP: tuple[Any, ...] = (TitleCount, MenuPanel, Burnt, Spilt, Short, Table)
