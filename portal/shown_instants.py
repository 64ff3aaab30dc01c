"""Instants on forms that several people may have open: only what somebody changed on theirs counts."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField


class ShownInstant(BoundField):
    """Sends along the instant that was shown first, also when what was typed since comes back refused.

    Django looks for it under one name, where a day and a time have two, and takes what was typed instead.
    """

    def as_hidden(self, attrs: Any = None, **kwargs: Any) -> Any:
        if not kwargs.get("only_initial"):
            return super().as_hidden(attrs, **kwargs)
        widget, form = self.field.hidden_widget(), self.form
        sent = widget.value_from_datadict(form.data, form.files, self.html_initial_name)
        shown = self.initial if sent == [None, None] else sent
        given = {"id": self.html_initial_id, **(attrs or {})}
        return widget.render(self.html_initial_name, shown, given, form.renderer)


class ShownInstantField(forms.SplitDateTimeField):
    """A day and a time, typed apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.show_hidden_initial = True

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return ShownInstant(form, self, field_name)
