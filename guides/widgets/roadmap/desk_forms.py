"""The desk's forms of roadmaps, and of what belongs to them."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from guides.widgets.roadmap.actions import check_prerequisites, refuse_foreign
from guides.widgets.roadmap.models import Goal, Roadmap, Step, StepPrerequisite
from portal.stale_forms import SeenForm


class RoadmapDeskForm(SeenForm):
    class Meta:
        widgets: ClassVar = {"intro": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    def clean_is_public(self) -> bool:
        is_public: bool = self.cleaned_data["is_public"]
        is_ready = (
            bool(self.instance.pk) and self.instance.goals.filter(steps__isnull=False).exists()
        )
        if is_public and not is_ready:
            raise ValidationError("Add a goal with at least one step first.")
        return is_public


def label_of(step: Step) -> str:
    return f"{step.skill}: {step.title}"


def label_with_roadmap(step: Step) -> str:
    return f"{step.roadmap}: {label_of(step)}"


def steps_of(roadmap: Roadmap | None) -> QuerySet[Step]:
    """Those to choose from: of the roadmap, or of every one where it isn't chosen yet."""
    steps = Step.objects.select_related("skill", "roadmap")
    return steps.filter(roadmap=roadmap) if roadmap else steps


class GoalForm(SeenForm):
    class Meta:
        model = Goal
        fields = ("roadmap", "name", "slug", "description", "role", "steps", "order")
        widgets: ClassVar = {
            "description": forms.Textarea(attrs={"rows": 2, "cols": 80}),
            "steps": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "steps" in self.fields:
            field: Any = self.fields["steps"]
            field.queryset = steps_of(self.instance.roadmap if self.instance.pk else None)
            field.label_from_instance = label_of if self.instance.pk else label_with_roadmap

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        roadmap = self.instance.roadmap if self.instance.pk else cleaned.get("roadmap")
        if roadmap and "steps" in cleaned:
            try:
                refuse_foreign(roadmap.pk, cleaned["steps"])
            except ValidationError as foreign:
                self.add_error("steps", foreign)
        return cleaned


class PrerequisiteFormSet(
    forms.BaseInlineFormSet[StepPrerequisite, Step, forms.ModelForm[StepPrerequisite]]
):
    """Refuses a circle while the roadmap is held, so that nobody closes one from the other side meanwhile."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "needs" not in form.fields:
            return
        step = self.instance
        others = steps_of(step.roadmap if step.pk else None).exclude(pk=step.pk)
        form.fields["needs"].queryset = others
        form.fields["needs"].label_from_instance = label_of if step.pk else label_with_roadmap

    @property
    def needs(self) -> list[Step]:
        """What stays or is added; call after `is_valid()`."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.cleaned_data["needs"] for form in kept if form.cleaned_data.get("needs")]

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.roadmap_id:
            return
        check_prerequisites(step=self.instance, needs=self.needs)
