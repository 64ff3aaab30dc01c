"""What is asked of those who make a company, edit it, and invite to it."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse

from jobs.editing import WebAddress
from jobs.models import Company, CompanyEvent, Membership
from jobs.recruiting.actions import FACTS
from portal.accounts.models import User
from portal.stale_forms import SeenForm
from portal.taxonomy.models import Place

LIKELY: Final = "This company may be there already. Ask to join it, or tick this."
OWN: Final = "You belong to {} already. Tick this if it is another company."
Kind = CompanyEvent.Kind
# After these the desk shows something else.
SAVES: Final = (Kind.EDITED, Kind.JOINED, Kind.ROLE, Kind.LEFT, Kind.REMOVED, Kind.HANDED_OVER)


class SeenCompanyForm(SeenForm):
    """A company is saved by its own people and by staff; `staff` is what the latter are called, else by name."""

    staff: ClassVar[str] = ""
    saves: ClassVar[Sequence[str]] = SAVES

    def last_saved(self) -> tuple[str, datetime] | None:
        events = CompanyEvent.objects.filter(
            company=self.stored, kind__in=self.saves, by__isnull=False
        )
        own = events.select_related("by").first()
        at_desk = super().last_saved()
        known = [
            *([(str(own.by), own.at)] if own else ()),
            *([(self.staff or at_desk[0], at_desk[1])] if at_desk else ()),
        ]
        return max(known, key=itemgetter(1), default=None)


class FactsForm(SeenCompanyForm):
    staff = "our staff"
    saves = (Kind.EDITED,)

    class Meta:
        model = Company
        fields: Sequence[str] = FACTS
        field_classes: ClassVar = {"website": WebAddress}
        widgets: ClassVar = {"website": forms.URLInput(attrs={"autocomplete": "url"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = Place.objects.filter(kind=Place.Kind.CITY).order_by("name")
        self.fields["headquarters"].queryset = cities  # type: ignore[attr-defined]  # a model’s choice
        self.fields["headquarters"].help_text = "Leave it empty if your city is missing."

    def address(self) -> str:
        return reverse("hire:company-edit", args=[self.instance.slug])


class CompanyForm(FactsForm):
    """Asks once more where the company may be there already; `likely` are those that the person may join."""

    another = forms.BooleanField(
        label="None of these: ours is another company",
        required=False,
        widget=forms.HiddenInput,
    )

    class Meta(FactsForm.Meta):
        fields = ("name", *FACTS)

    likely: ClassVar[Any] = Company.objects.none()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("another"):
            self._ask_once_more(cleaned.get("name", ""), cleaned.get("website", ""))
        return cleaned

    def _ask_once_more(self, name: str, website: str) -> None:
        found = Company.objects.like(name, website).order_by("name")
        self.likely = list(found.exclude(memberships__user=self.person)[:5])  # type: ignore[misc]  # of this form alone
        own = found.filter(memberships__user=self.person).first()
        if self.likely or own:
            self.fields["another"].widget = forms.CheckboxInput()
            self.add_error("another", LIKELY if self.likely else OWN.format(own))


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(
        choices=Membership.Role,
        initial=Membership.Role.RECRUITER,
        help_text="Recruiters work on all listings. Owners look after the people too.",
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role)
