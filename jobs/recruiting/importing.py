"""A file of listings, sent by a person."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from jobs.importing import LARGEST, Report, entries_of, import_listings
from jobs.models import Company
from jobs.recruiting import examples
from jobs.recruiting.offering import offer_companies
from portal.api.problems import detail_of


class ImportForm(forms.Form):
    """Offers the companies of one person; `entries` are those of the file."""

    company = forms.ModelChoiceField(Company.objects.none(), empty_label=None, label="Company")
    file = forms.FileField(
        label="JSON file",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text="At most 2 MB and 500 listings.",
    )
    is_partial = forms.BooleanField(
        label="Take what is right, though something is refused", required=False
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_companies(self, Company.objects.of(user))

    def clean_file(self) -> list[Any]:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 2 MB. Part it.")
        try:
            return entries_of(file.read())
        except ValidationError as error:
            _, errors = detail_of(error, {})
            said = [_said(each["field"], each["message"]) for each in errors]
            raise forms.ValidationError(said) from error

    def take(self, by: Any, *, is_trial: bool) -> Report:
        given = self.cleaned_data
        return import_listings(
            company=given["company"],
            by=by,
            entries=given["file"],
            is_trial=is_trial,
            is_partial=given["is_partial"],
        )


def _said(field: str, message: str) -> str:
    return message if field in ("", "body", "file") else f"{field}: {message}"


@login_required
def take(request: HttpRequest) -> HttpResponse:
    """The form, and below it what became of the file; a trial unless the other button was pressed."""
    is_trial = request.POST.get("step") != "import"
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(request.user, *data)
    report = form.take(request.user, is_trial=is_trial) if form.is_valid() else None
    context = {
        "form": form,
        "report": report,
        "is_trial": is_trial,
        "example": examples.file(timezone.now() + timedelta(days=30)),
    }
    return render(request, "hire/import.html", context, status=400 if form.errors else 200)
