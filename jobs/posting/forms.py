"""The forms of recruiters: a new listing, and its content in sections."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from jobs.checks import LONGEST_RUN, refuse_early
from jobs.editing import CONTENT, ContentForm
from jobs.models import Company, Job, JobRevision
from jobs.posting.picking import MORE, KnownField, KnownOneField, kinds_of, named
from portal.accounts.models import User
from portal.publishing.models import Status
from portal.storable import storable
from portal.taxonomy.models import Place, Role, Skill

NONE: Final = "None"  # how a listing says that there is no bonus, commission or equity
OTHER_PAY: Final = ("bonus", "commission", "equity")
PICKED: Final = ("locations", "remote_countries")
USUAL_RUN: Final = timedelta(days=60)
ASKED: Final = "Place asked for: "
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)  # 150,000


def end_of(day: date) -> datetime:
    """The last second of a day, UTC: what is over then names that day, wherever it is written out."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def last_day_before(instant: datetime | None) -> date | None:
    """The last day on which something that ends at an instant is still there."""
    return (instant - timedelta(seconds=1)).astimezone(UTC).date() if instant else None


def plain(amount: Decimal | None) -> Decimal | None:
    """Without cents where there are none, as people type it."""
    is_whole = amount is not None and amount == amount.to_integral_value()
    return amount.quantize(Decimal(1)) if amount is not None and is_whole else amount


class DayField(forms.DateField):
    """A day on which a listing can end: from today on, as far ahead as a listing may run."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    @staticmethod
    def latest() -> date:
        """Counted in whole days, so that the end of the last one lies within the limit."""
        return timezone.now().date() + LONGEST_RUN - timedelta(days=1)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not timezone.now().date() <= value <= self.latest():
            words = f"Choose a day from today to {self.latest():%Y-%m-%d}."
            raise ValidationError(f"{words} A listing runs {LONGEST_RUN.days} days at most.")


class NewListingForm(forms.Form):
    """What a draft begins with."""

    company = KnownOneField(queryset=Company.objects.none(), empty_label=None)
    role = KnownOneField(
        queryset=Role.objects.none(),
        empty_label="Choose a role",
        help_text="What the person does. The pay is compared with the benchmark of this role.",
    )
    title = forms.CharField(
        max_length=120,
        required=False,
        validators=[storable],
        help_text="The job title alone, without pay or place. Left empty, it is the name of the role.",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies: Any = self.fields["company"]
        companies.queryset = Company.objects.of(person)
        roles: Any = self.fields["role"]
        roles.queryset = Role.objects.public()
        only = list(companies.queryset[:2])
        if len(only) == 1:
            self.initial["company"] = only[0].pk
            companies.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "company" in self.errors and self.fields["company"].widget.is_hidden:
            raise ValidationError("Choose a company that you belong to.")
        return given

    @property
    def values(self) -> dict[str, Any]:
        role = self.cleaned_data["role"]
        return {"title": self.cleaned_data["title"] or role.name, "primary_role": role}


class PostingForm(ContentForm):
    """A listing's content as a recruiter writes it, in the sections of `jobs.posting.sections`."""

    locations_more = forms.CharField(label="Add a place", max_length=120, required=False)
    remote_countries_more = forms.CharField(label="Add a country", max_length=120, required=False)
    place_asked = forms.CharField(
        label="A place that our list lacks",
        max_length=160,
        required=False,
        validators=[storable],
        help_text="In your words. A moderator reads it with the listing, and adds the place.",
    )
    no_other_pay = forms.BooleanField(
        label="There is no bonus, commission or equity",
        required=False,
        help_text="Readers see “None”. Some laws ask for it.",
    )
    closes_on = DayField(
        label="Last day on the site",
        required=False,
        help_text=f"Within {LONGEST_RUN.days} days. It can be given more time later.",
        show_hidden_initial=True,  # so that only what this person changed counts
    )

    class Meta(ContentForm.Meta):
        fields = CONTENT
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            **ContentForm.Meta.field_classes,
            **dict.fromkeys(("roles", "skills", *PICKED), KnownField),
            "primary_role": KnownOneField,
        }
        labels: ClassVar = {
            "primary_role": "Role",
            "roles": "Other roles",
            "pay_min": "From",
            "pay_max": "To",
            "period": "For a",
            "apply_url": "Page to apply at",
            "apply_email": "Or e-mail address",
            "deadline": "Last day to apply",
            "ai_screening": "How software screens applications",
            "existing_vacancy": "Is the position open?",
            "remote_countries": "Applicants may live in",
        }
        help_texts: ClassVar = {
            "pay_min": "The lower end.",
            "pay_max": "For a fixed rate the same.",
            "period": "What the amounts are for.",
            "roles": "Readers find the listing under these too.",
            "currency": "Three letters, such as USD.",
            "bonus": "Such as “10 to 15 % of base pay”.",
            "commission": "Such as “2 % of what you sell”.",
            "equity": "Such as “Options, vesting over four years”.",
            "ai_screening": "Applicants read it. If no software screens or ranks them, say that.",
            "existing_vacancy": "",
            "apply_url": "Either this or an e-mail address.",
            "apply_email": "",
            "description": "Markdown: an empty line starts a paragraph, ### a heading, a hyphen a list.",
        }
        widgets: ClassVar = {
            "roles": forms.CheckboxSelectMultiple,
            "skills": forms.CheckboxSelectMultiple,
            "locations": forms.CheckboxSelectMultiple,
            "remote_countries": forms.CheckboxSelectMultiple,
            "description": forms.Textarea({"rows": 16, "spellcheck": "true"}),
            "responsibilities": forms.Textarea({"rows": 6, "spellcheck": "true"}),
            "benefits": forms.Textarea({"rows": 5, "spellcheck": "true"}),
            "ai_screening": forms.Textarea({"rows": 3, "spellcheck": "true"}),
            "deadline": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "currency": forms.TextInput({"autocapitalize": "characters", "list": "currencies"}),
            "pay_min": forms.TextInput({"inputmode": "decimal"}),
            "pay_max": forms.TextInput({"inputmode": "decimal"}),
        }

    def __init__(self, data: Any = None, *, instance: Job, is_saving: bool = True) -> None:
        self.is_saving = is_saving
        self.unknown: dict[str, ValidationError] = {}
        initial = {"closes_on": last_day_before(instance.closes_at)}
        super().__init__(self._picked(data), instance=instance, initial=initial)
        self.initial["no_other_pay"] = all(self.initial.get(name) == NONE for name in OTHER_PAY)
        for name in ("pay_min", "pay_max"):
            self.initial[name] = plain(self.initial.get(name))
        if instance.live_number is not None or instance.status == Status.CLOSED:
            del self.fields["closes_on"]
        querysets: dict[str, Any] = {
            "primary_role": Role.objects.public(),
            "roles": Role.objects.public(),
            "skills": Skill.objects.all(),
            "locations": Place.objects.on_the_map(),
            "remote_countries": Place.objects.filter(kind=Place.Kind.COUNTRY),
        }
        for name, queryset in querysets.items():
            field: Any = self.fields[name]
            field.queryset = queryset
        for name in PICKED:
            self.fields[f"{name}{MORE}"].widget.attrs |= {"list": f"{name}-list"}

    def _picked(self, data: QueryDict | None) -> QueryDict | None:
        """What is sent, with each place that was typed among the chosen ones; an unknown name stays typed."""
        if not data:
            return data
        sent = data.copy()
        for name in PICKED:
            text = sent.get(f"{name}{MORE}", "")
            if not text.strip() or len(text) > 120 or "\0" in text:
                continue
            try:
                place = named(text, kinds_of(name))
            except ValidationError as unknown:
                self.unknown[name] = unknown
            else:
                sent.setlist(name, [*dict.fromkeys([*sent.getlist(name), str(place.pk)])])
                sent[f"{name}{MORE}"] = ""
        for name in ("pay_min", "pay_max"):
            amount = sent.get(name, "").strip()
            if _GROUPED.match(amount):
                sent[name] = amount.replace(",", "")
        sent["currency"] = sent.get("currency", "").strip().upper()
        if sent.get("no_other_pay"):
            for name in OTHER_PAY:
                sent[name] = sent.get(name, "").strip() or NONE
        return sent

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, unknown in self.unknown.items():
            self.add_error(f"{name}{MORE}", unknown)
        stated = [name for name in OTHER_PAY if given.get(name, "") not in ("", NONE)]
        if given.get("no_other_pay") and stated:
            self.add_error("no_other_pay", "Something is stated above: clear it, or untick this.")
        self._refuse_early(given)
        return given

    def _refuse_early(self, given: Mapping[str, Any]) -> None:
        try:
            refuse_early(self.closes_at, given.get("deadline"))
        except ValidationError as refused:
            self.add_error("closes_on", refused.messages)

    def validate_constraints(self) -> None:
        """The fields' own checks and `clean` say all that the constraints say, without a query for each."""

    def clean_deadline(self) -> date | None:
        day: date | None = self.cleaned_data["deadline"]
        if day and "deadline" in self.changed_data and day < timezone.now().date():
            raise ValidationError("Choose today or a later day.")
        return day

    def saver(self, theirs: JobRevision) -> str:
        """Colleagues by name, staff without."""
        author = theirs.created_by
        is_colleague = (
            author and author.memberships.filter(company=self.instance.company_id).exists()
        )
        return str(author) if is_colleague else "Our staff"

    @property
    def closes_at(self) -> datetime | None:
        day = self.cleaned_data.get("closes_on")
        return end_of(day) if day else None

    @property
    def comment(self) -> str:
        """For the moderator, kept with the revision."""
        asked = self.cleaned_data.get("place_asked", "")
        return f"{ASKED}{asked}" if asked else ""

    def keys(self, name: str) -> Iterable[Any]:
        """What is chosen in a field of several, as it stands on the screen."""
        value = self[name].value() or ()
        return [str(getattr(one, "pk", one)) for one in value]
