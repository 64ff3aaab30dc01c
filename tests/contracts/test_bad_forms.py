"""Each form of the desk × each of its fields × values beyond its limits.

The form comes back with an error on that very field, or the value is acceptable and is stored as typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby, zip_longest
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.test import Client
from django.urls import reverse

from guides.models import GuideLink
from jobs.models import Alert, Report, Told
from portal.accounts.models import ApiToken
from portal.desk import desk
from portal.mail.models import Mail
from portal.panels.models import PanelFault
from salaries.models import FigureChange, Snapshot, SurveyImport, SurveyTitle
from tests.contracts import payloads
from tests.contracts.attack import filled_in, names_in, row_counts, send
from tests.contracts.payloads import dealt
from tests.contracts.world import World
from tests.factories.pictures import drawn
from tests.factories.taxonomy import SkillFactory

pytestmark = pytest.mark.django_db

# What makes a copy of a thing another thing.
OWN: dict[str, dict[str, str]] = {
    "accounts.user": {
        "email": "new@example.org",
        "name": "New",
        "usable_password": "true",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    },
    "auth.group": {"name": "new"},
    "taxonomy.role": {"slug": "new", "name": "New"},
    "jobs.returnreason": {"name": "New"},
    "taxonomy.skill": {"slug": "new", "name": "New"},
    "taxonomy.responsibility": {"slug": "new", "name": "New"},
    "taxonomy.place": {"slug": "new", "name": "New"},
    "site.page": {"slug": "new", "title": "New"},
    "guides.topic": {"slug": "new", "name": "New"},
    "guides.author": {"slug": "new", "name": "New", "user": ""},
    "guides.guide": {"slug": "new", "title": "New"},
    "guides.poll": {"slug": "new", "title": "New"},
    "guides.formerguideslug": {"slug": "new"},
    "guides.simulation": {"slug": "new", "title": "New"},
    "guides.simulationoption": {"slug": "new", "name": "New"},
    "guides.promotionstep": {"to_level": "staff"},
    "guides.skillstage": {"area": "cross"},
    "guides.roadmap": {"slug": "new", "title": "New", "is_public": ""},
    "guides.goal": {"slug": "new", "name": "New"},
    "guides.step": {"title": "New"},
    "taxonomy.formerroleslug": {"slug": "new"},
    "pictures.picture": {"slug": "new", "title": "New"},
    "salaries.source": {"slug": "new", "name": "New"},
    "salaries.benchmark": {
        "year": "2025",
        "status": "draft",
        "published_at_0": "",
        "published_at_1": "",
    },
    "jobs.company": {"slug": "new", "name": "New"},
    "jobs.job": {"title": "New", "external_id": "new"},
}
# Where the message stands for what is wrong in another field.
PARTNERS = {"password1": "password2", "base": "__all__", "seen": "__all__"}
# A row of a poll moves to another place by its number, and an empty one then lacks all the rest.
MOVING = {"items-1-order", "items-2-order", "items-3-order", "items-3-why"}
# Not shown again.
UNSEEN = (
    "comment",
    "reason",
    "base",
    "seen",
    "publish_at",
    "publish_until",
    "password1",
    "password2",
)
# Without a form that takes anything, or with one of their own (tests/salaries/survey/test_desk.py).
FORMLESS = (
    Alert,
    Told,
    Report,
    PanelFault,
    Mail,
    ApiToken,
    GuideLink,
    FigureChange,
    Snapshot,
    SurveyImport,
    SurveyTitle,
)
MODELS = [model for model in desk._registry if model not in FORMLESS]


@pytest.fixture
def client(world: World) -> Client:
    return world.client("superuser", raise_request_exception=False)


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


@dataclass
class Form:
    """A form of the desk as a browser would send it back, untouched."""

    address: str
    fields: dict[str, forms.Field]
    data: dict[str, list[Any]]


class Again(SimpleUploadedFile):
    """A file that can be sent more than once."""

    def read(self, num_bytes: int | None = None) -> bytes:
        self.seek(0)
        return super().read(num_bytes)


def form_of(client: Client, model: type[models.Model], world: World, page: str) -> Form:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    thing = thing_of(model, world)
    change = reverse(f"{name}_change", args=[thing.pk])
    address = change if page == "change" else reverse(f"{name}_add")
    answer = client.get(address)
    fields = dict(answer.context["adminform"].form.fields)
    for formset in answer.context["inline_admin_formsets"]:
        if formset.has_change_permission:
            fields |= {
                form.add_prefix(field): each
                for form in formset.formset.forms
                for field, each in form.fields.items()
            }
    data: dict[str, list[Any]] = {**filled_in(answer.content.decode())}
    if page == "add":
        data |= copied(client.get(change), data)
        data |= {field: [value] for field, value in OWN[label(model)].items()}
        data |= own_keys(model, world)
        if label(model) == "pictures.picture":
            data["file"] = [Again("a.png", drawn())]
    return Form(address, fields, data)


def own_keys(model: type[models.Model], world: World) -> dict[str, list[str]]:
    """What is chosen for a new thing, and stays as it is from then on."""
    roadmap = {"roadmap": [str(world.roadmap.pk)]}
    chosen = {
        "jobs.job": {"company": [str(world.job.company_id)]},
        "guides.goal": roadmap,
        "guides.step": roadmap | {"skill": [str(SkillFactory().pk)]},
    }
    return chosen.get(label(model), {})


def copied(answer: Any, into: dict[str, list[str]]) -> dict[str, list[str]]:
    """What the form of a thing that is there says, without its rows of other tables."""
    values = filled_in(answer.content.decode())
    return {
        name: value
        for name, value in values.items()
        if name in into | {"comment": 1, "roles": 1, "permissions": 1, "locations": 1}
        and "-" not in name
        and name != "base"
    }


def thing_of(model: type[models.Model], world: World) -> models.Model:
    special = {"guides.guide": world.guide, "jobs.job": world.job, "taxonomy.role": world.role}
    special |= {
        "accounts.user": world.people["author"],
        "taxonomy.place": world.job.locations.get(),
    }
    found = special.get(label(model)) or model._default_manager.order_by("pk").first()
    assert found is not None
    return found


@dataclass(frozen=True)
class Attack:
    """The field, its part on the form, what is typed, and whether it can only be refused."""

    name: str
    part: str
    value: str
    must_refuse: bool = False


# By kind of field, the first that fits: what is typed, and whether all of it must be refused.
HOSTILE: list[tuple[Any, tuple[str, ...], bool]] = [
    (ModelMultipleChoiceField | ModelChoiceField, payloads.KEYS, True),
    (forms.ChoiceField, payloads.CHOICES, True),
    (forms.DateField, payloads.DATES, False),
    (forms.IntegerField | forms.DecimalField, payloads.NUMBERS, False),
    (ReadOnlyPasswordHashField | forms.FileField, (), False),
    (forms.URLField, payloads.ADDRESSES, True),
    (forms.CharField, payloads.TEXTS, False),
]


def attacks(form: Form) -> Iterator[Attack]:
    for place, (name, field) in enumerate(form.fields.items()):
        part = f"{name}_0" if isinstance(field, forms.MultiValueField) else name
        if isinstance(field, forms.SplitDateTimeField):
            yield from (Attack(name, part, value) for value in dealt(payloads.DATES, place))
            yield from (Attack(name, f"{name}_1", value) for value in dealt(payloads.TIMES, place))
        hostile, must = next(
            ((values, must) for kind, values, must in HOSTILE if isinstance(field, kind)),
            ((), False),
        )
        yield from (Attack(name, name, value, must) for value in dealt(hostile, place))
        if hostile is payloads.NUMBERS:
            beyond = dealt(payloads.BEYOND, place)
            yield from (Attack(name, name, value, must_refuse=True) for value in beyond)
        longest = getattr(field, "max_length", None) or longest_by_validator(field)
        if longest and not isinstance(field, forms.FileField):
            yield Attack(name, name, "x" * (longest + 1), must_refuse=True)
        if field.required and any(form.data.get(part, ())):
            yield Attack(name, part, "", must_refuse=True)


def longest_by_validator(field: forms.Field) -> int:
    limits = [
        getattr(check, "limit_value", 0)
        for check in field.validators
        if check.__class__.__name__ == "MaxLengthValidator"
    ]
    return min(limits, default=0)


def errors_in(answer: Any) -> dict[str, Any]:
    """Errors of the form and of its rows, by the names that the browser sent."""
    if answer.context is None or "adminform" not in answer.context:
        return {}
    found = dict(answer.context["adminform"].form.errors)
    for formset in answer.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= {form.add_prefix(field): each for field, each in form.errors.items()}
        if formset.formset.non_form_errors():
            found["rows"] = formset.formset.non_form_errors()
    return found


def same(typed: str, stored: list[str]) -> bool:
    if len(stored) != 1:
        return not typed and not any(stored)
    [kept] = stored
    if typed.strip() == kept.strip():
        return True
    try:
        return Decimal(typed) == Decimal(kept)
    except InvalidOperation:
        return typed.startswith(kept) and ":" in kept  # a time, to the second


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_value_beyond_its_limits(model: type[models.Model], client: Client, world: World) -> None:
    """Each form is first sent untouched, so that a refusal is known to be for the value typed."""
    wrong: list[Any] = []
    adding, changing = (form_of(client, model, world, page) for page in ("add", "change"))
    for form in (adding, changing):
        sent = send(client, "post", form.address, data=form.data)
        assert (sent.status, sent.raised, errors_in(sent.answer)) == (302, None, {})
    for form in dealt((adding, changing), MODELS.index(model)):
        wrong += faults_of_full(client, form, all_kinds=form is adding)
    for attack in filter(is_alone, attacks(changing)):
        if attack.part in MOVING:
            continue
        found = attempt(client, changing, attack, thing_of(model, world))
        wrong += [(attack.part, attack.value[:40], fault) for fault in found]

    assert wrong == []


def faults_of_full(client: Client, form: Form, *, all_kinds: bool) -> Iterator[tuple[Any, ...]]:
    """What is wrong with the answers to a form full of values beyond their limits."""
    before = row_counts()
    for worst in rounds(form, all_kinds=all_kinds):
        data = form.data | {attack.part: [attack.value] for attack in worst}
        sent = send(client, "post", form.address, data=data)
        errors = errors_in(sent.answer)
        unnamed = [each.part for each in worst if each.must_refuse and each.name not in errors]
        if sent.raised or sent.status != 200 or unnamed or sent.writes:
            values = [(each.part, each.value[:20]) for each in worst]
            yield sent.status, sent.raised, unnamed, sent.writes[:1], values
    if row_counts() != before:
        yield ("rows were stored",)


def rounds(form: Form, *, all_kinds: bool) -> Iterator[list[Attack]]:
    """Many fields at once; with all kinds every other one, so that a hostile value stands beside good ones too."""
    names = list(form.fields)
    for fields in (names[::2], names[1::2]) if all_kinds else (names,):
        chosen = [
            attack
            for attack in attacks(form)
            if attack.name in fields and attack.value not in payloads.KEYS
            if all_kinds or not is_alone(attack)
        ]
        of_part = [list(group) for _, group in groupby(sorted(chosen, key=part_of), key=part_of)]
        for worst in zip_longest(*of_part):
            together = [attack for attack in worst if attack]
            if any(attack.must_refuse for attack in together):
                yield together


def is_alone(attack: Attack) -> bool:
    """What may be taken, and keys: a foreign one ends the request before the form is read."""
    return not attack.must_refuse or attack.value in payloads.KEYS


def part_of(attack: Attack) -> str:
    return attack.part


def attempt(client: Client, form: Form, attack: Attack, thing: models.Model) -> list[str]:
    """What is wrong with the answer to one form with one value beyond its limits."""
    before = transaction.savepoint_create()
    try:
        data = {**form.data, attack.part: [attack.value]}
        sent = send(client, "post", form.address, data=data, keep=True)
        if sent.raised or sent.status not in (200, 302, 400):
            return [f"status {sent.status} {sent.raised!r}"]
        if sent.status == 302:
            taken = accepted(client, form, attack, thing)
            return ["was taken"] if attack.must_refuse else taken
        many = isinstance(form.fields[attack.name], ModelMultipleChoiceField)
        if sent.status == 400 and attack.name not in sent.text and not many:
            return ["a 400 that does not name the field"]
        errors = errors_in(sent.answer)
        named = {attack.name, PARTNERS.get(attack.name, attack.name)}
        found = [] if sent.status == 400 or named & set(errors) else [f"error on {errors}"]
        return found + ([f"wrote {sent.writes[0]}"] if sent.writes else [])
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(before)


def accepted(client: Client, form: Form, attack: Attack, thing: models.Model) -> list[str]:
    """Whether the value stands in the form as typed, and harms no page that shows it."""
    again = client.get(form.address)
    if again.status_code != 200:
        return [f"the form then answers {again.status_code}"]
    stored = filled_in(again.content.decode()).get(attack.part, [])
    found = [] if attack.name in UNSEEN or same(attack.value, stored) else [f"stored {stored}"]
    thing = type(thing)._default_manager.get(pk=thing.pk)
    addresses = [form.address.rsplit("/", 3)[0] + "/"]
    if hasattr(thing, "get_absolute_url"):
        addresses.append(thing.get_absolute_url())
    for address in addresses:
        shown = client.get(address)
        if shown.status_code != 200 or payloads.MARK in names_in(shown.content.decode()):
            found.append(f"{address} answers {shown.status_code} {getattr(shown, 'exc_info', '')}")
    return found


PAIRS = (("pay_min", "pay_max"), ("low", "high"), ("min_years", "max_years"))


@pytest.mark.parametrize(
    ("model", "ends"),
    [("jobs.job", PAIRS[0]), ("salaries.benchmark", PAIRS[1]), ("salaries.benchmark", PAIRS[2])],
)
def test_lower_end_above_the_upper_end(
    model: str, ends: tuple[str, str], client: Client, world: World
) -> None:
    form = form_of(client, apps.get_model(model), world, "change")
    data = form.data | {ends[0]: ["9"], ends[1]: ["3"], "measure": ["experience"]}
    if model == "jobs.job":
        del data["measure"]

    sent = send(client, "post", form.address, data=data)

    assert sent.status == 200
    assert set(ends) & set(errors_in(sent.answer))
    assert not sent.writes
