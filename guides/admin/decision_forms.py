"""What an editor may decide about a guide, each a form with its button."""

from typing import Any, ClassVar

from django import forms

from guides import actions, scheduling
from guides.models import Guide
from portal.accounts.models import User
from portal.instants import near
from portal.publishing.models import Status


def _instant(label: str, help_text: str, *, required: bool = False) -> forms.SplitDateTimeField:
    """A day and a time, each with a name of its own for those who hear the page."""
    day = {"type": "date", "aria-label": f"{label}, day"}
    time = {"type": "time", "step": "1", "aria-label": f"{label}, time"}
    return forms.SplitDateTimeField(
        required=required,
        label=label,
        help_text=help_text,
        validators=[near],
        widget=forms.SplitDateTimeWidget(date_attrs=day, time_attrs=time),
    )


class Decision(forms.Form):
    """`seen` is the revision that the editor looked at: a later one is not decided about."""

    step: ClassVar[str]
    button: ClassVar[str]
    effect: ClassVar[str]
    done: ClassVar[str]

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        required=False, max_length=1000, help_text="Optional. It stays in the history."
    )

    def take(self, guide: Guide, by: User | None) -> None:
        """Call after `is_valid()`; raises what the action raises."""
        raise NotImplementedError


class Approve(Decision):
    step, button = "approve", "Approve"
    effect = "It may go live. Whoever saves it again makes that void."
    done = "“{}” is approved."

    def take(self, guide: Guide, by: User | None) -> None:
        actions.approve_guide(guide=guide, by=by, **self.cleaned_data)


class Return(Decision):
    step, button = "return", "Return to the author"
    effect = "Its author gets a letter with the reason. What is live stays as it is."
    done = "“{}” went back to its author."

    note = None  # type: ignore[assignment]  # how Django's forms drop a field
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text="The author reads this: say what is missing and what would make it right.",
    )

    def take(self, guide: Guide, by: User | None) -> None:
        actions.return_guide(guide=guide, by=by, **self.cleaned_data)


class Publish(Decision):
    step, button = "publish", "Publish"
    effect = "Readers see the latest revision."
    done = "“{}” is published."

    note = None  # type: ignore[assignment]  # how Django's forms drop a field
    at = _instant(
        "Live from",
        "UTC. Empty: at once; what is live or scheduled keeps its day. To put off an edit of what is live, "
        "schedule it.",
    )
    until = _instant("Live until", "UTC. Empty: for good.")

    def take(self, guide: Guide, by: User | None) -> None:
        actions.publish_guide(guide=guide, by=by, **self.cleaned_data)


class ScheduleEdit(Decision):
    step, button = "schedule", "Schedule the edit"
    effect = (
        "Readers see what they see now until that instant, and then the latest revision, in place of an edit "
        "that was scheduled before. What is saved later has to be scheduled or published by itself."
    )
    done = "The edit of “{}” is scheduled."

    note = forms.CharField(
        required=False,
        max_length=scheduling.LONGEST_NOTE,
        help_text="Optional. It stays in the history.",
    )
    at = _instant("Goes live at", "UTC. It has to lie ahead.", required=True)
    field_order = ("seen", "at", "note")

    def take(self, guide: Guide, by: User | None) -> None:
        scheduling.schedule_edit(guide=guide, by=by, **self.cleaned_data)


class Plain(Decision):
    """About the guide, whichever revision is the latest."""

    seen = None  # type: ignore[assignment]  # how Django's forms drop a field


class DropEdit(Plain):
    step, button = "drop_edit", "Take the edit off the schedule"
    effect = "Readers go on seeing what they see now. The edit stays approved."
    done = "The edit of “{}” is off the schedule."

    def take(self, guide: Guide, by: User | None) -> None:
        scheduling.drop_scheduled_edit(guide=guide, by=by, **self.cleaned_data)


class Unpublish(Plain):
    step, button = "unpublish", "Take off the site"
    effect = "Readers no longer find it. Its revisions stay."
    done = "“{}” is off the site."

    def take(self, guide: Guide, by: User | None) -> None:
        actions.unpublish_guide(guide=guide, by=by, **self.cleaned_data)


class Archive(Plain):
    step, button = "archive", "Put away"
    effect = "It leaves the lists of the desk and is read only until it is taken back."
    done = "“{}” is put away."

    def take(self, guide: Guide, by: User | None) -> None:
        actions.archive_guide(guide=guide, by=by, **self.cleaned_data)


class TakeBack(Plain):
    step, button = "take_back", "Take back from the archive"
    effect = "It stands where it stood, and can be changed again."
    done = "“{}” is taken back."

    def take(self, guide: Guide, by: User | None) -> None:
        actions.unarchive_guide(guide=guide, by=by, **self.cleaned_data)


def open_to(guide: Guide) -> list[type[Decision]]:
    """What can be decided where the guide stands."""
    this = Guide.objects.filter(pk=guide.pk)
    if guide.is_archived:
        return [TakeBack]
    found: list[tuple[type[Decision], Any]] = [
        (Approve, this.to_review().exists()),
        (Publish, guide.has_unpublished_changes or not this.public().exists()),
        (ScheduleEdit, guide.has_unpublished_changes and this.public().exists()),
        (DropEdit, guide.next_at is not None),
        (Return, this.returnable().exists()),
        (Unpublish, guide.status == Status.PUBLISHED),
        (Archive, this.over().exists()),
    ]
    return [decision for decision, is_open in found if is_open]
