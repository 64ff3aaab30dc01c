"""Forms that don’t save over what somebody else saved after they were opened."""

from datetime import datetime
from itertools import chain, takewhile
from typing import Any, ClassVar, Final, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from portal.stale_rows import Rows, Sent, digest, digest_of, fields_of, moved_rows

SEEN: Final = "seen"
MOST: Final = 50  # of the last saves that are looked through
LONGEST: Final = 60  # characters of a value that is named
CHANGED: Final = "This has changed since you opened it"
GONE: Final = "Somebody deleted this after you opened it, so it can’t be saved any more. What you typed stands below."


class SeenField(forms.CharField):
    """Nothing that anybody fills in."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SeenForm(forms.ModelForm[Any]):
    """Knows the state in which its row was opened, and is refused once where that has moved.

    What was typed stays, and the form then knows the new state: saved again, it goes through. A program that
    sends no `seen` is not asked, as it was shown nothing; a browser sends what `Seen` put there. A model with
    a history has `updated_at` too. `stored` is the row as it stands, held until the transaction ends. `kinds`
    are the rows that are edited on the same page.
    """

    seen = SeenField(required=False)
    stored: Any = None
    kinds: ClassVar[tuple[Rows, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        opened: Any = kwargs.get("instance")
        data = args[0] if args else kwargs.get("data")
        is_shown = opened is not None and opened.pk and data is None
        # Looked at before what is shown is read: where somebody saves in between, it is too old, not too new.
        seen = self._state_of_today(opened) if is_shown else ""
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields[SEEN]
        elif is_shown:
            self.initial[SEEN] = seen

    def address(self) -> str:
        """Where it is shown as it is stored."""
        opts = self.instance._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.instance.pk])

    def last_saved(self) -> tuple[str, datetime] | None:
        """By whom and when, as far as the desk knows."""
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.stored),
            object_id=str(self.stored.pk),
        )
        entry = entries.select_related("user").first()
        return (str(entry.user), entry.action_time) if entry else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        self.stored = hold(self.instance)
        is_former = hasattr(self.instance, "_history")
        if self.stored is None and not is_former:
            self.add_error(None, ValidationError(GONE, code="gone"))
        if self.stored is None:
            return cleaned
        if not is_former:
            self._leave_alone()
        self._compare()
        return cleaned

    def _leave_alone(self) -> None:
        """What the form doesn’t show is saved as it stands now, not as it stood before the row was held."""
        for field in self.stored._meta.concrete_fields:
            if field.name not in self.fields:
                setattr(self.instance, field.attname, getattr(self.stored, field.attname))

    def _compare(self) -> None:
        name = self.add_prefix(SEEN)
        if name not in self.data:
            return
        rows = {key: row for kind in self.kinds for key, row in kind.held(self.stored).items()}
        seen, now = str(self.data[name]), self._state_of(self.stored, rows)
        if seen != now:
            self.data = cast("QueryDict", self.data).copy()
            self.data[name] = now
            self.add_error(None, ValidationError(self._refusal(seen, rows), code="stale"))

    def _state_of_today(self, opened: models.Model) -> str:
        """Whoever restores a former state does it to the row of today, if there is one."""
        is_former = hasattr(opened, "_history")
        today = type(opened)._default_manager.filter(pk=opened.pk)
        row = today.first() if is_former else opened
        if row is None:
            return ""
        rows = {key: each for kind in self.kinds for key, each in kind.stored(row).items()}
        return self._state_of(row, rows)

    def _state_of(self, row: Any, rows: dict[str, models.Model]) -> str:
        """Differs after every save: when it was, and the number of its entry in the history, if it has one.

        Without a history it says what stands in the fields of the form. Then the rows beside it, one by one.
        """
        if hasattr(row, "history"):
            entry = row.history.values_list("history_id", flat=True).first()
            own = f"{row.updated_at.isoformat()}/{entry or ''}"
        else:
            own = digest(self._values(row))
        return " ".join([own, *(f"{name}:{digest_of(each)}" for name, each in rows.items())])

    def _values(self, row: models.Model) -> list[Any]:
        asked = {name for name, field in self.base_fields.items() if not field.disabled}
        fields = chain(row._meta.concrete_fields, row._meta.many_to_many)
        return [_value(row, field) for field in fields if field.name in asked]

    def _refusal(self, seen: str, rows: dict[str, models.Model]) -> SafeString:
        own, shown = read(seen)
        if hasattr(self.stored, "history"):
            first, moved = _since(self.stored, own)
        else:
            first, moved = self._last(), []
        moved += moved_rows(self.kinds, shown, rows)
        return format_html(
            '{}. What you typed stands below and is not saved yet. Look at <a href="{}" target="_blank">what '
            "is stored now</a>, take over what shall stay, and save again.",
            f"{first}: {'; '.join(moved)}" if moved else first,
            self.address(),
        )

    def _last(self) -> str:
        if (last := self.last_saved()) is None:
            return CHANGED
        who, when = last
        return f"{CHANGED}; {who} saved it last, on {when:%Y-%m-%d at %H:%M} UTC"


class Seen(admin.ModelAdmin[Any]):
    """The admin of things that two people may edit at once, by a `SeenForm`."""

    form = SeenForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (title, options), *others = fieldsets
        return [(title, {**options, "fields": (*options["fields"], SEEN)}), *others]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            form.kinds = tuple(
                self._kind(inline)
                for inline in self.get_inline_instances(request, obj)
                if inline.has_change_permission(request, obj)
            )
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """A row that somebody deleted meanwhile is none that can be changed."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        is_asked = SEEN in request.POST and inline.has_change_permission(request, obj)
        if obj.pk is None or not is_asked:
            return given
        hold(obj)
        kind, form = self._kind(inline), inline.get_formset(request, obj).form

        def row(prefix: str) -> models.Model:
            typed = form(given["data"], prefix=prefix, instance=kind.model(**{kind.key: obj}))
            typed.full_clean()
            return cast("models.Model", typed.instance)

        _, seen = read(request.POST[SEEN])
        Sent(given["data"], prefix, kind).let_go(seen, kind.held(obj), row)
        return given

    def _kind(self, inline: Any) -> Rows:
        key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
        return Rows(inline.model, key.name)


class SeenAdmin(Seen, SimpleHistoryAdmin):
    """The same for things with a history."""

    @method_decorator(transaction.atomic)
    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Restoring an older state is a save like any other."""
        return super().history_form_view(request, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]


def hold(row: models.Model) -> models.Model | None:
    """The row as it stands; nobody changes it before the transaction ends, though others may point to it."""
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=row.pk).first()


def read(seen: str) -> tuple[str, dict[str, str]]:
    """Of a state what is said of the row, and of each row beside it."""
    own, *rows = seen.split(" ")
    return own, {name: said for name, _, said in (row.partition(":") for row in rows)}


def _value(row: models.Model, field: Any) -> Any:
    found = field.value_from_object(row)
    return sorted(str(each.pk) for each in found) if field.many_to_many else found


def _since(stored: Any, known: str) -> tuple[str, list[str]]:
    """Who saved since that state, and what says something else now, as far as the history tells."""
    entries = list(stored.history.select_related("history_user")[:MOST])
    number = known.rpartition("/")[2]
    since = list(takewhile(lambda entry: str(entry.history_id) != number, entries))
    first = CHANGED
    if since:
        names = [str(entry.history_user) for entry in reversed(since) if entry.history_user]
        who = " and ".join(dict.fromkeys(names)) or "Somebody else"
        first = f"{who} saved this on {since[0].history_date:%Y-%m-%d at %H:%M} UTC, after you opened it"
    return first, _moved(entries[len(since)], stored) if len(since) < len(entries) else []


def _moved(entry: Any, stored: models.Model) -> list[str]:
    """Each field that says something else than in that entry, with what it says now where that is short."""
    return [
        _now(stored, field)
        for field in fields_of(stored)
        if hasattr(entry, field.attname)
        if getattr(entry, field.attname) != getattr(stored, field.attname)
    ]


def _now(stored: models.Model, field: models.Field[Any, Any]) -> str:
    shown = getattr(stored, f"get_{field.name}_display", None)
    value = shown() if shown else getattr(stored, field.name)
    words = "empty" if value in (None, "") else f"“{value}”"
    name = f"“{field.verbose_name}”"
    return f"{name} is {words} now" if len(words) <= LONGEST else f"{name} is another now"
