"""One request to the page of a listing's form: which button was pressed, and what becomes of what was typed."""

from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from jobs.actions import renew_job, save_job
from jobs.models import Job, UnsavedListing
from jobs.posting.draft import typed
from jobs.posting.forms import PostingForm
from jobs.posting.looking import around, beside, brought_back
from jobs.posting.one import reason
from jobs.posting.template import filled
from jobs.posting.unsaved import discard
from portal.accounts.models import User
from portal.api.input import is_key
from portal.taxonomy.models import Role

# Buttons that draw the page again and save nothing.
LOOKS: Final = ("look", "outline", "see", "skills")
FILLED: Final = "An outline from the role’s record stands in what was empty. Make it yours."
NOT_FILLED: Final = "Nothing was filled in: description and responsibilities hold text already."


class Writing:
    """`step` is what the pressed button asks for; empty for a plain save."""

    def __init__(self, request: HttpRequest, job: Job, by: User) -> None:
        self.request, self.job, self.by = request, job, by
        self.step = next((name for name in LOOKS if f"_{name}" in request.POST), "")
        self.back = brought_back(by, job, request.GET) if request.method == "GET" else None
        self.form = self._form()
        self.next_address = reverse("hire:job-edit", args=[job.slug])

    def _form(self) -> PostingForm:
        # The form writes what is typed into the row that it is given.
        row = Job.objects.with_stage().select_related("company").get(pk=self.job.pk)
        if self.back:
            return PostingForm(self.back.data, instance=row, is_saving=False)
        if self.request.method != "POST":
            return PostingForm(instance=row)
        data: QueryDict = self.request.POST
        if self.step == "outline":
            data, names = filled(data, self._role())
            messages.info(self.request, FILLED if names else NOT_FILLED)
        return PostingForm(data, instance=row, is_saving=not self.step)

    def _role(self) -> Role | None:
        key = self.request.POST.get("primary_role", "")
        roles = Role.objects.public().with_profile()
        return roles.filter(pk=key).first() if is_key(key) else None

    def save(self) -> bool:
        """Whether it was saved. Pages that save nothing keep nobody from writing."""
        return not self.step and self._checked_and_saved()

    @transaction.atomic
    def _checked_and_saved(self) -> bool:
        form = self.form
        if not form.is_valid():
            return False
        if form.content_changed or form.comment:
            save_job(
                job=self.job,
                by=self.by,
                values=form.content,
                base=form.cleaned_data["base"],
                comment=form.comment,
            )
        if "closes_on" in form.fields and "closes_on" in form.changed_data:
            renew_job(job=self.job, by=self.by, closes_at=form.closes_at)
        discard(by=self.by, job=self.job)
        if "_submit" in self.request.POST:
            self.next_address = reverse("hire:job-submit", args=[self.job.slug])
        else:
            messages.success(self.request, "Saved.")
        return True

    def beside(self) -> dict[str, Any]:
        """The pieces that follow what is typed."""
        self.form.is_valid()
        return beside(self.job, typed(self.job, self.form))

    def context(self) -> dict[str, Any]:
        if self.form.is_bound:
            self.form.is_valid()
        kept = UnsavedListing.objects.of(self.by, self.job).first()
        seen = self.back.version if self.back else self._seen()
        if kept and kept.version == seen and not self.back:
            kept = None  # of this very window, whose form came back
        return {
            **around(self.job, self.form, is_previewed=self.step == "see"),
            "kept": kept,
            "back": self.back,
            "seen": seen,
            "reason": reason(self.job),
            "is_refused": self.form.is_bound and not self.back,
        }

    def _seen(self) -> int:
        seen = self.request.POST.get("_seen", "")
        return int(seen) if is_key(seen) and len(seen) < 9 else 0
