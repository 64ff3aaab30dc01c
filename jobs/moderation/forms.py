"""What a moderator sends from the queue, for one listing or for several."""

from typing import Any, ClassVar, Final

from django import forms

from jobs.moderation.models import Report, ReturnReason

APPROVE: Final = "approve"
RETURN: Final = "return"
SUSPEND: Final = "suspend"
MOST: Final = 200
OFFERED: Final = [(str(choice), str(choice.label).capitalize()) for choice in Report.Decision]


class DecisionForm(forms.Form):
    """`reason` is needed for a return: what was typed, or else the text of the one chosen."""

    STEPS: ClassVar = (APPROVE, RETURN, SUSPEND)

    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    template = forms.ModelChoiceField(
        ReturnReason.objects.all(),
        required=False,
        error_messages={"invalid_choice": "Choose one of the reasons, or type one."},
    )
    reason = forms.CharField(
        max_length=1_000,
        required=False,
        error_messages={"max_length": "At most 1,000 characters."},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = given.get("template")
        if given.get("step") != APPROVE and not given.get("reason") and "reason" not in self.errors:
            given["reason"] = chosen.text if chosen else ""
            if not chosen and "template" not in self.errors:
                self.add_error(
                    "reason", "Choose a reason, or type one: the company’s people read it."
                )
        return given


class ReportDecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=OFFERED, error_messages={"required": "Choose what becomes of it."}
    )
    note = forms.CharField(
        max_length=1_000, error_messages={"required": "Say why. It is kept with the decision."}
    )
    seen = forms.IntegerField(min_value=1)
