"""Two people who change rows on one page of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.contracts.attack import filled_in
from tests.factories.jobs import CompanyFactory, MembershipFactory
from tests.factories.polls import DraftPollFactory
from tests.factories.simulation import FactorFactory, IndustryFactory
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory
from tests.portal.two_people import ada, address_of, grace, opened, problems, typed

type Form = dict[str, list[str]]


@dataclass(frozen=True)
class Case:
    """A row with two others beside it, and the field of those that two people change."""

    make: Callable[[], Any]
    rows: str
    field: str
    first: str
    second: str
    kind: str


def poll() -> Any:
    return DraftPollFactory(rights=["first", "second"])


def company() -> Any:
    made = CompanyFactory()
    for name in ("Edith", "Frances"):
        MembershipFactory(company=made, user__name=name)
    return made


def option() -> Any:
    made = IndustryFactory()
    for aspect in ("level", "growth"):
        FactorFactory(option=made, aspect=aspect)
    return made


def role() -> Any:
    made = RoleFactory()
    for title in ("Model engineer", "Model builder"):
        RoleSynonymFactory(role=made, title=title)
    return made


CASES = {
    "task of a poll": Case(
        poll, "items", "why", "Ada says so.", "Grace says so.", "task of a poll"
    ),
    "people of a company": Case(company, "memberships", "role", "owner", "owner", "membership"),
    "factor": Case(option, "factors", "note", "Ada says so.", "Grace says so.", "factor"),
    "title of a role": Case(role, "synonyms", "title", "Ada’s", "Grace’s", "role synonym"),
}


@dataclass
class Two:
    """Grace has the page open while Ada saves."""

    case: Case

    def __post_init__(self) -> None:
        self.row = self.case.make()
        self.address = address_of(self.row)
        self.ada, self.grace = ada(), grace()
        self.form = opened(self.grace, self.address)
        self.before = self.stored()
        self.keys = sorted(self.before)

    def stored(self) -> dict[int, str]:
        rows = getattr(self.row, self.case.rows).values_list("pk", self.case.field)
        return {key: str(value) for key, value in rows}

    def part(self, form: Form, key: int | str, name: str = "") -> str:
        """The name of a field of a row in a form."""
        names = (name for name in form if name.startswith(f"{self.case.rows}-"))
        place = next(name for name in names if name.endswith("-id") and form[name] == [str(key)])
        return place.removesuffix("id") + (name or self.case.field)

    def change(self, form: Form, key: int, value: str) -> Form:
        return typed(form, (self.part(form, key), value))

    def delete(self, form: Form, key: int) -> Form:
        return typed(form, (self.part(form, key, "DELETE"), "on"))

    def save(self, change: Callable[..., Form], *values: Any) -> None:
        """Ada's save."""
        answer = self.ada.post(self.address, change(opened(self.ada, self.address), *values))
        assert answer.status_code == 302

    def send(self, form: Form) -> tuple[str, Form]:
        """What Grace is told, and the form as she then has it."""
        answer = self.grace.post(self.address, form)
        if answer.status_code == 302:
            return "", {}
        [said] = problems(answer)
        assert said in answer.content.decode()
        return said, opened_again(answer)


def opened_again(answer: Any) -> Form:
    return filled_in(answer.content.decode())
