"""Roles side by side: who does what, with which skills, and what each role is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from django.urls import reverse
from django.utils.text import get_text_list

from portal.panels import AtLeast, AtMost, Exists, Help, Panel, Renamed, Slug, register
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Degree, Role, RoleResponsibility, RoleSkill, SkillArea


def _roles_among(slugs: Collection[str]) -> Collection[str]:
    return Role.objects.public().named(slugs)


def _every_role() -> Iterable[tuple[str, str]]:
    return Role.objects.public().values_list("slug", "name")


# For the panels of all apps: the slug of a role, today's or a former one, which the publish check looks up.
RoleSlug = Annotated[str, Slug(), Exists("role", _roles_among, _every_role), Renamed(renamed_roles)]


@dataclass(frozen=True, kw_only=True)
class RolesArguments:
    roles: Annotated[tuple[RoleSlug, ...], AtMost(4), Help("The roles, one to a column.")]

    def in_order(self, slugs: Collection[str]) -> list[str]:
        """Those of the roles that are among the slugs, as the author ordered them."""
        return [slug for slug in self.roles if slug in slugs]


@dataclass(frozen=True, kw_only=True)
class ComparisonArguments(RolesArguments):
    roles: Annotated[
        tuple[RoleSlug, ...], AtLeast(2), AtMost(4), Help("The roles, one to a column.")
    ]


@dataclass(frozen=True)
class RoleHead:
    """A column's head."""

    slug: str
    name: str
    url: str

    @classmethod
    def of(cls, slug: str, name: str) -> "RoleHead":
        return cls(slug, name, reverse("site:role", args=[slug]))


class Columns:
    """Data whose columns are roles."""

    roles: tuple[RoleHead, ...]

    @property
    def names(self) -> str:
        """The roles in words, for captions."""
        return get_text_list([role.name for role in self.roles], "and")


@dataclass(frozen=True)
class Share:
    """How much of a task is a role's; `degree` is empty where nothing is recorded."""

    role: str
    degree: str
    text: str


@dataclass(frozen=True)
class Task:
    name: str
    description: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Responsibilities(Columns):
    roles: tuple[RoleHead, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class SkillsOfRole:
    role: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Area:
    """An area of skills: what each role, in order, needs of it."""

    area: str
    label: str
    parts: tuple[SkillsOfRole, ...]


@dataclass(frozen=True)
class Skills(Columns):
    roles: tuple[RoleHead, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class RoleProfile:
    role: str
    definition: str
    focus: str
    deliverables: tuple[str, ...]


@dataclass(frozen=True)
class RoleComparison(Columns):
    roles: tuple[RoleHead, ...]
    profiles: tuple[RoleProfile, ...]


def _wanted(calls: Iterable[RolesArguments]) -> set[str]:
    return {slug for call in calls for slug in call.roles}


@register
class ResponsibilitiesPanel(Panel[RolesArguments, Responsibilities]):
    name = "responsibilities"
    title = "Who does what"
    help = "A table of tasks by role that says how much of each task belongs to the role."
    template = "taxonomy/panels/responsibilities.html"
    arguments = RolesArguments
    examples = ("{{ responsibilities roles=ai-engineer,ml-engineer }}",)

    def load(self, calls: Sequence[RolesArguments]) -> Sequence[Responsibilities | None]:
        links = RoleResponsibility.objects.filter(
            role__in=Role.objects.public().filter(slug__in=_wanted(calls))
        ).values_list(
            "role__slug",
            "role__name",
            "responsibility__name",
            "responsibility__description",
            "degree",
        )
        names: dict[str, str] = {}
        tasks: dict[tuple[str, str], dict[str, Degree]] = {}
        for slug, name, task, description, degree in links:
            names[slug] = name
            tasks.setdefault((task, description), {})[slug] = Degree(degree)
        return [self._table(call.in_order(names), names, tasks) for call in calls]

    def topics(self, arguments: RolesArguments) -> Iterable[str]:
        return ("taxonomy",)

    def _table(
        self,
        slugs: Sequence[str],
        names: dict[str, str],
        tasks: dict[tuple[str, str], dict[str, Degree]],
    ) -> Responsibilities | None:
        rows = tuple(
            Task(
                name,
                description,
                tuple(_share(names[slug], degrees.get(slug)) for slug in slugs),
            )
            for (name, description), degrees in tasks.items()
            if degrees.keys() & set(slugs)
        )
        heads = tuple(RoleHead.of(slug, names[slug]) for slug in slugs)
        return Responsibilities(heads, rows) if rows else None


def _share(role: str, degree: Degree | None) -> Share:
    if degree is None:
        return Share(role, "", "not recorded")
    return Share(role, degree.value, str(degree.label))


@register
class SkillsPanel(Panel[RolesArguments, Skills]):
    name = "skills"
    title = "Skills by area"
    help = "A table of the skills that each role needs, by area."
    template = "taxonomy/panels/skills.html"
    arguments = RolesArguments
    examples = ("{{ skills roles=ai-engineer,ml-engineer }}",)

    def load(self, calls: Sequence[RolesArguments]) -> Sequence[Skills | None]:
        links = RoleSkill.objects.filter(
            role__in=Role.objects.public().filter(slug__in=_wanted(calls))
        ).values_list("role__slug", "role__name", "area", "skill__name")
        names: dict[str, str] = {}
        skills: dict[tuple[str, str], list[str]] = {}
        for slug, name, area, skill in links:
            names[slug] = name
            skills.setdefault((area, slug), []).append(skill)
        return [self._table(call.in_order(names), names, skills) for call in calls]

    def topics(self, arguments: RolesArguments) -> Iterable[str]:
        return ("taxonomy",)

    def _table(
        self,
        slugs: Sequence[str],
        names: dict[str, str],
        skills: dict[tuple[str, str], list[str]],
    ) -> Skills | None:
        areas = tuple(
            Area(
                area.value,
                str(area.label),
                tuple(
                    SkillsOfRole(names[slug], tuple(skills.get((area.value, slug), ())))
                    for slug in slugs
                ),
            )
            for area in SkillArea
            if any((area.value, slug) in skills for slug in slugs)
        )
        heads = tuple(RoleHead.of(slug, names[slug]) for slug in slugs)
        return Skills(heads, areas) if areas else None


@register
class RoleComparisonPanel(Panel[ComparisonArguments, RoleComparison]):
    name = "role-comparison"
    title = "Roles side by side"
    help = "What each role is, what it aims at and what it delivers."
    template = "taxonomy/panels/role_comparison.html"
    arguments = ComparisonArguments
    examples = ("{{ role-comparison roles=ai-engineer,ml-engineer }}",)

    def load(self, calls: Sequence[ComparisonArguments]) -> Sequence[RoleComparison | None]:
        roles = Role.objects.public().filter(slug__in=_wanted(calls))
        columns = roles.only("slug", "name", "definition", "focus", "deliverables")
        found = {role.slug: role for role in columns}
        return [self._table([found[slug] for slug in call.in_order(found)]) for call in calls]

    def topics(self, arguments: ComparisonArguments) -> Iterable[str]:
        return ("taxonomy",)

    def _table(self, roles: Sequence[Role]) -> RoleComparison | None:
        if not roles:
            return None
        return RoleComparison(
            tuple(RoleHead.of(role.slug, role.name) for role in roles),
            tuple(
                RoleProfile(role.name, role.definition, role.focus, tuple(role.deliverable_list))
                for role in roles
            ),
        )
