"""Tokens of a company: made, shown once, listed, revoked."""

from datetime import datetime, timedelta
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from jobs.models import Company, CompanyToken
from jobs.recruiting import examples
from jobs.recruiting.offering import offer_companies
from jobs.tokens import SCOPES, make_company_token, revoke_company_token
from portal.accounts.models import User
from portal.storable import storable

LIVES: Final = {7: "A week", 30: "30 days", 90: "90 days", 365: "A year"}
MONTH: Final = timedelta(days=30)
LISTED: Final = 200
DRAWN: Final = "jobs.recruiting.tokens.drawn"  # the salt
UNKNOWN: Final = "Load the page again: when this form was drawn is not known."


def drawn_now() -> str:
    """The present instant, signed. A form that is sent twice names the same one."""
    return signing.dumps(timezone.now().isoformat(), salt=DRAWN)


class NewTokenForm(forms.Form):
    """Offers the companies of one person."""

    company = forms.ModelChoiceField(Company.objects.none(), empty_label=None, label="Company")
    name = forms.CharField(
        max_length=80,
        validators=[storable],
        help_text="What uses it: “Nightly export from the applicant system”.",
    )
    scopes = forms.MultipleChoiceField(
        label="May be used to",
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope.name, scope.label) for scope in SCOPES],
    )
    days = forms.TypedChoiceField(
        label="Runs out after", coerce=int, choices=list(LIVES.items()), initial=90
    )
    drawn = forms.CharField(
        max_length=200,
        validators=[storable],
        required=False,
        widget=forms.HiddenInput,
        initial=drawn_now,
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_companies(self, Company.objects.of(user))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        try:
            drawn = signing.loads(given.get("drawn", ""), salt=DRAWN)
        except signing.BadSignature as refused:
            raise ValidationError(UNKNOWN) from refused
        return given | {"drawn": datetime.fromisoformat(drawn)}

    def make(self, by: Any) -> tuple[CompanyToken, str] | None:
        """The token and its secret; None where it was refused, and the form says why."""
        given = self.cleaned_data
        try:
            return make_company_token(
                company=given["company"],
                by=by,
                name=given["name"],
                scopes=given["scopes"],
                expires_at=timezone.now() + timedelta(days=given["days"]),
                asked_at=given["drawn"],
            )
        except ValidationError as refused:
            self.add_error(None, refused)
            return None


@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new one. A secret is on no other page than the answer to that form."""
    form = NewTokenForm(request.user, request.POST if request.method == "POST" else None)
    made = form.make(request.user) if form.is_valid() else None
    if made:
        return render(request, "hire/token_made.html", {"made": made[0], "secret": made[1]})
    listed = CompanyToken.objects.of(request.user).listed()[:LISTED]
    now = timezone.now()
    context = {
        "form": form,
        "tokens": listed,
        "now": now,
        "api": examples.address(),
        "example": examples.started(now + MONTH),
    }
    return render(request, "hire/tokens.html", context, status=400 if form.errors else 200)


@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: programs that use it stop working."""
    token = get_object_or_404(CompanyToken.objects.of(request.user).listed(), pk=pk)
    if request.method != "POST":
        return render(request, "hire/token_revoke.html", {"token": token})
    if revoke_company_token(token=token, by=cast("User", request.user)):
        messages.success(
            request, f"“{token.token.name}” is revoked. Programs that use it are refused."
        )
    else:
        messages.warning(request, f"“{token.token.name}” was revoked before.")
    return redirect("hire:tokens")
