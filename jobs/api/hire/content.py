"""What was sent of a listing, in the terms of the actions, and what they refuse, in the terms of what was sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError as Refused
from django.db import IntegrityError
from rest_framework.exceptions import ValidationError

from jobs.api.hire.serializers import LISTS, NAMES, RELATIONS, WRITTEN
from jobs.models import JobContent
from jobs.options import options
from jobs.references import TAKEN
from portal.api.problems import FieldProblem, Unfit
from portal.taxonomy.models import Role

MOST: Final = 50  # slugs, or items, of one field
REQUIRED: Final = ("title", "role")
MISSING: Final = "This field is required."
LACKS: Final = "The listing lacks: "
INCOMPLETE: Final = "The listing is not complete; `errors` lists what it lacks."
OUR_NAMES: Final = {theirs: ours for ours, theirs in NAMES.items()}


def written(sent: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Values of the content, by our names; raises `ValidationError` that names each wrong field.

    What was left out of a `whole` one is empty.
    """
    wrong: dict[str, Any] = {}
    found: dict[str, Any] = {}
    if whole:
        wrong = {name: MISSING for name in REQUIRED if name not in sent}
    for name in WRITTEN:
        if name in sent:
            try:
                found |= _value(name, sent[name])
            except ValidationError as error:
                wrong[name] = error.detail
    if wrong:
        raise ValidationError(wrong)
    return found


def _value(name: str, value: Any) -> dict[str, Any]:
    if name == "salary_range":
        pay = value or {"min": None, "max": None}
        return {OUR_NAMES[f"{name}.{part}"]: pay[part] for part in pay}
    if name == "role":
        return {"primary_role": Role.objects.get(pk=_key("role", value))}
    if name in RELATIONS:
        return {name: _things(name, value)}
    if name in LISTS:
        _refuse_many(value)
        return {name: "\n".join(" ".join(each.split()) for each in value)}
    return {OUR_NAMES.get(name, name): value}


def _things(name: str, slugs: list[str]) -> list[Any]:
    _refuse_many(slugs)
    keys = [_key(RELATIONS[name], slug) for slug in slugs]
    field: Any = JobContent._meta.get_field(name)
    found = field.related_model._default_manager.in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _key(kind: str, slug: str) -> int:
    option = options().named(kind, slug)
    if option is None:
        raise ValidationError(f"There is no {kind} “{slug[:80]}”.")
    return option.pk


def _refuse_many(items: list[str]) -> None:
    if len(items) > MOST:
        raise ValidationError(f"Name {MOST} at most.")


def differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two contents say something else; the order of roles, skills and places says nothing."""
    return any(_plain(before[name]) != _plain(after[name]) for name in before)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return {each.pk for each in value}
    return "\n".join(value.splitlines()) if isinstance(value, str) else value


@contextmanager
def in_their_terms() -> Iterator[None]:
    """Name the fields of what an action refuses as they were sent."""
    try:
        yield
    except Refused as error:
        raise ValidationError(named(error)) from error
    except IntegrityError as error:  # somebody else took it at the same moment
        if "job_reference_once" not in str(error):
            raise
        raise ValidationError({"external_id": TAKEN}) from error


def named(error: Refused) -> Any:
    if hasattr(error, "error_dict"):
        return {NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
    if getattr(error, "code", "") == "distant":
        return {"closes_at": error.messages}
    return error.messages


@contextmanager
def complete() -> Iterator[None]:
    """Say so, with the fields to fill in, where a listing lacks what it needs to be published."""
    try:
        yield
    except Refused as error:
        lacks = [each for each in error.messages if each.startswith(LACKS)]
        if not lacks:
            raise
        raise Unfit([_lacking(each.removeprefix(LACKS)) for each in lacks], INCOMPLETE) from error


def _lacking(sentence: str) -> FieldProblem:
    return FieldProblem(field=_field_of(sentence), message=sentence)


def _field_of(sentence: str) -> str:
    return next((field for words, field in LACKED.items() if words in sentence), "")


# What `jobs.checks.lacking` speaks of.
LACKED: Final = {
    "description": "description",
    "level": "level",
    "pay": "salary_range",
    "apply at": "apply_url",
    "countries": "remote_countries",
    "location": "locations",
    "clos": "closes_at",
}
