"""What was sent, judged by the forms of the desk: the same rules and the same words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError as InvalidValues
from django.db.models import Model
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from guides import actions, scheduling
from guides.api.desk.serializers import FILED
from guides.forms import GuideForm
from guides.models import Guide
from portal.accounts.models import User
from portal.api.problems import FieldProblem, Unfit
from portal.instants import near
from portal.markdown import Problem

MOST_ROLES: Final = 30


def checked(written: Mapping[str, Any], guide: Guide, *, whole: bool) -> GuideForm:
    """The desk's form, valid. What was left out is empty in a `whole` one, and else as last saved.

    Raises `ValidationError` with the form's messages. Call while the guide is locked.
    """
    kept = GuideForm(instance=guide)
    data = {} if whole else {name: _as_sent(value) for name, value in kept.initial.items()}
    data |= {name: _as_sent(value) for name, value in written.items()}
    foreign = _find(data, written, kept)
    form = GuideForm({**data, "base": guide.latest_number}, instance=guide)
    if wrong := {**messages(form), **foreign}:
        raise ValidationError(wrong)
    return form


def messages(form: forms.Form | GuideForm) -> dict[str, Any]:
    return {name: list(texts) for name, texts in form.errors.items()}


def _as_sent(value: Any) -> Any:
    """As a browser would send it."""
    match value:
        case None:
            return ""
        case Model():
            return value.pk
        case list():
            return [_as_sent(one) for one in value]
        case date():
            return value.isoformat()
    return value


def _find(
    data: dict[str, Any], written: Mapping[str, Any], form: GuideForm
) -> dict[str, list[str]]:
    """Put keys in the place of slugs; messages for those that lead nowhere."""
    wrong = {}
    for name in FILED:
        slug = written.get(name)
        if slug:
            found = _choices(form, name).filter(slug=slug).first()
            data[name] = found.pk if found else ""
            if found is None:
                wrong[name] = [f"There is no {name} “{slug[:80]}”."]
    slugs = written.get("roles") or []
    if len(slugs) > MOST_ROLES:
        return wrong | {"roles": [f"Name {MOST_ROLES} roles at most."]}
    keys = dict(_choices(form, "roles").filter(slug__in=slugs).values_list("slug", "pk"))
    if slugs:
        data["roles"] = [keys[slug] for slug in slugs if slug in keys]
    if foreign := [slug for slug in slugs if slug not in keys]:
        wrong["roles"] = [f"There is no role “{slug[:80]}”." for slug in foreign]
    return wrong


def _choices(form: GuideForm, name: str) -> Any:
    field: Any = form.fields[name]
    return field.queryset


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=1000)


class NoteForm(forms.Form):
    note = forms.CharField(max_length=1000, required=False)


class PublishForm(forms.Form):
    at = forms.DateTimeField(required=False, validators=[near])
    until = forms.DateTimeField(required=False, validators=[near])


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(validators=[near])
    note = forms.CharField(max_length=scheduling.LONGEST_NOTE, required=False)


def step(form_class: type[forms.Form], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with a step, cleaned; raises `ValidationError` with the form's messages."""
    form = form_class(sent)
    if not form.is_valid():
        raise ValidationError(messages(form))
    return form.cleaned_data


def span(
    guide: Guide, given: Mapping[str, Any], sent: Mapping[str, Any]
) -> tuple[datetime | None, datetime | None]:
    """From when and until when: as was asked for, or as it is."""
    now = timezone.now()
    at = given["at"] or (None if guide.is_live or "at" not in sent else now)
    ends = guide.unpublish_at if guide.unpublish_at and guide.unpublish_at > now else None
    return at, given["until"] if "until" in sent else ends


def publish(*, guide: Guide, by: User, at: datetime | None, until: datetime | None) -> None:
    with _in_terms_of_what_was_sent():
        actions.publish_guide(guide=guide, by=by, at=at, until=until, seen=guide.latest_number)


def schedule(*, guide: Guide, by: User, at: datetime, note: str) -> None:
    with _in_terms_of_what_was_sent():
        seen = guide.latest_number
        scheduling.schedule_edit(guide=guide, at=at, by=by, seen=seen, note=note)


@contextmanager
def _in_terms_of_what_was_sent() -> Iterator[None]:
    """Say so what an action refuses."""
    try:
        yield
    except actions.NotPublishable as unfit:
        raise Unfit([as_error(problem) for problem in unfit.problems]) from unfit
    except InvalidValues as error:
        names = {"published_at": "at", "next_at": "at", "unpublish_at": "until"}
        wrong = {names.get(name, name): texts for name, texts in error.message_dict.items()}
        raise ValidationError(wrong) from error


def as_error(problem: Problem) -> FieldProblem:
    return FieldProblem(
        field=problem.field or "body",
        message=problem.message,
        line=problem.line,
        level=problem.level,
    )
