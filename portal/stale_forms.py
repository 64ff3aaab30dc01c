"""Forms of the desk that don’t save over what somebody else saved after they were opened."""

from hashlib import blake2s
from itertools import takewhile
from typing import Any, Final, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

SEEN: Final = "seen"
MOST: Final = 50  # of the last saves that are looked through
LONGEST: Final = 60  # characters of a value that is named


class SeenField(forms.CharField):
    """Nothing that anybody fills in."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SeenForm(forms.ModelForm[Any]):
    """Knows the state in which its row was opened, and is refused once where that has moved.

    What was typed stays, and the form then knows the new state: saved again, it goes through. A program that
    sends no `seen` is not asked, as it was shown nothing; a browser sends what `Seen` put there. A model with
    a history has `updated_at` too. `stored` is the row as it stands, held until the transaction ends.
    """

    seen = SeenField(required=False)
    stored: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields[SEEN]
        elif not self.is_bound:
            self.initial[SEEN] = state_of(self._opened())

    def _opened(self) -> Any:
        """The row whose state is shown; whoever restores a former one does it to the row of today."""
        is_former = hasattr(self.instance, "_history")
        return self._rows().get(pk=self.instance.pk) if is_former else self.instance

    def _rows(self) -> Any:
        return type(self.instance)._default_manager

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk:
            locked = self._rows().select_for_update(of=("self",))
            self.stored = locked.filter(pk=self.instance.pk).first()
        name = self.add_prefix(SEEN)
        if self.stored is None or name not in self.data:
            return cleaned
        seen, now = str(self.data[name]), state_of(self.stored)
        if seen != now:
            self.data = cast("QueryDict", self.data).copy()
            self.data[name] = now
            self.add_error(None, ValidationError(_refusal(self.stored, seen), code="stale"))
        return cleaned


class Seen(admin.ModelAdmin[Any]):
    """The admin of things that two people may edit at once, by a `SeenForm`."""

    form = SeenForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (title, options), *others = fieldsets
        return [(title, {**options, "fields": (*options["fields"], SEEN)}), *others]


class SeenAdmin(Seen, SimpleHistoryAdmin):
    """The same for things with a history."""

    @method_decorator(transaction.atomic)
    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Restoring an older state is a save like any other."""
        return super().history_form_view(request, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]


def state_of(row: Any) -> str:
    """Differs after every save: when it was, and the number of its entry in the history, if it has one.

    Without a history it says what stands in the row.
    """
    if not hasattr(row, "history"):
        values = [field.value_from_object(row) for field in _fields(row)]
        return blake2s(repr(values).encode()).hexdigest()
    entry = row.history.values_list("history_id", flat=True).first()
    return f"{row.updated_at.isoformat()}/{entry or ''}"


def _fields(row: models.Model) -> list[models.Field[Any, Any]]:
    return [field for field in row._meta.concrete_fields if field.editable]


def _refusal(stored: Any, seen: str) -> SafeString:
    opts = stored._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[stored.pk])
    return format_html(
        '{}. What you typed stands below and is not saved yet. Look at <a href="{}" target="_blank">what is '
        "stored now</a>, take over what shall stay, and save again.",
        _since(stored, seen) if hasattr(stored, "history") else _last(stored),
        address,
    )


def _last(stored: Any) -> str:
    """Who saved it last, as far as the desk knows."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(stored), object_id=str(stored.pk)
    )
    first = "This has changed since you opened it"
    if entry := entries.select_related("user").first():
        first += f"; {entry.user} saved it last, on {entry.action_time:%Y-%m-%d at %H:%M} UTC"
    return first


def _since(stored: Any, seen: str) -> str:
    """Who saved what since, as far as the history tells."""
    entries = list(stored.history.select_related("history_user")[:MOST])
    known = seen.rpartition("/")[2]
    since = list(takewhile(lambda entry: str(entry.history_id) != known, entries))
    first = "This has changed since you opened it"
    if since:
        names = [str(entry.history_user) for entry in reversed(since) if entry.history_user]
        who = " and ".join(dict.fromkeys(names)) or "Somebody else"
        first = f"{who} saved this on {since[0].history_date:%Y-%m-%d at %H:%M} UTC, after you opened it"
    if moved := _moved(entries[len(since)], stored) if len(since) < len(entries) else []:
        first = f"{first}: {'; '.join(moved)}"
    return first


def _moved(entry: Any, stored: models.Model) -> list[str]:
    """Each field that says something else than in that entry, with what it says now where that is short."""
    return [
        _now(stored, field)
        for field in _fields(stored)
        if hasattr(entry, field.attname)
        if getattr(entry, field.attname) != getattr(stored, field.attname)
    ]


def _now(stored: models.Model, field: models.Field[Any, Any]) -> str:
    shown = getattr(stored, f"get_{field.name}_display", None)
    value = shown() if shown else getattr(stored, field.name)
    words = "empty" if value in (None, "") else f"“{value}”"
    name = f"“{field.verbose_name}”"
    return f"{name} is {words} now" if len(words) <= LONGEST else f"{name} is another now"
