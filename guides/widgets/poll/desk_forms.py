"""The desk's forms for a poll and its tasks."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from guides.widgets.poll.actions import NOTHING
from guides.widgets.poll.models import Choice, Poll, PollItem, right_choice
from portal.stale_forms import SeenForm
from portal.taxonomy.models import RoleResponsibility

ROLES_STAY: Final = "Readers have voted: the two roles stay. Start another poll for others."
TASK_STAYS: Final = "Readers have answered about this task. Take it out, and add the other one."
OPEN: Final = (
    "The record of the two roles leaves open whose task this is. Mend the record, take the task out, or "
    "take the poll off the site."
)


class PollForm(SeenForm):
    class Meta:
        widgets: ClassVar = {"intro": forms.Textarea(attrs={"rows": 2, "cols": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        moved = [name for name in ("first_role", "second_role") if name in self.changed_data]
        if moved and self.instance.pk and self.instance.votes.exists():
            for name in moved:
                self.add_error(name, ROLES_STAY)
        return cleaned


class PollItemForm(forms.ModelForm[PollItem]):
    class Meta:
        widgets: ClassVar = {"why": forms.Textarea(attrs={"rows": 2, "cols": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_moved = "responsibility" in self.changed_data
        if is_moved and self.instance.pk and self.instance.answers.exists():
            self.add_error("responsibility", TASK_STAYS)
        return cleaned


class PollItemFormSet(forms.BaseInlineFormSet[PollItem, Poll, forms.ModelForm[PollItem]]):
    """What readers see must be clear: a poll on the site takes no task that the record leaves open."""

    def clean(self) -> None:
        super().clean()
        if not self.instance.is_published:
            return
        kept = [form for form in self.forms if _task(form) and form not in self.deleted_forms]
        if not kept:
            raise ValidationError(NOTHING)
        clear = clear_tasks(self.instance, map(_task, kept))
        for form in kept:
            if _task(form) not in clear:
                form.add_error("responsibility", OPEN)


def _task(form: Any) -> int | None:
    """Key of the task that a row names."""
    return getattr(getattr(form, "cleaned_data", {}).get("responsibility"), "pk", None)


def clear_tasks(poll: Poll, tasks: Iterable[int | None]) -> dict[int, Choice]:
    """Whose each of the tasks is, by key, where the record of the poll's roles says it; saved or not."""
    rows = RoleResponsibility.objects.filter(
        role__in=[poll.first_role_id, poll.second_role_id], responsibility__in=list(tasks)
    )
    degrees = {
        (role, task): degree
        for role, task, degree in rows.values_list("role", "responsibility", "degree")
    }
    found = {
        task: right_choice(
            degrees.get((poll.first_role_id, task)), degrees.get((poll.second_role_id, task))
        )
        for _, task in degrees
    }
    return {task: choice for task, choice in found.items() if choice}
