"""Webhooks of the companies that somebody owns: made, tried, watched, removed."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jobs.models import Company, Webhook
from jobs.recruiting.offering import offer_companies
from jobs.webhooks import actions
from jobs.webhooks.example import example
from portal.storable import storable

SHOWN: Final = 50  # deliveries


class NewWebhookForm(forms.Form):
    """Offers the companies that one person owns."""

    company = forms.ModelChoiceField(Company.objects.none(), empty_label=None, label="Company")
    url = forms.CharField(
        label="Address",
        max_length=500,
        validators=[storable],
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text="Begins with https:// and can be reached from outside.",
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_companies(self, Company.objects.owned_by(user))

    def make(self, by: Any) -> Webhook | None:
        """None where it was refused, and the form says why."""
        given = self.cleaned_data
        try:
            return actions.make_webhook(company=given["company"], by=by, url=given["url"])
        except ValidationError as refused:
            self.add_error(None, refused)
            return None


@login_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new one. A secret is on no other page than the answer to that form."""
    form = NewWebhookForm(request.user, request.POST if request.method == "POST" else None)
    made = form.make(request.user) if form.is_valid() else None
    if made:
        return render(request, "hire/webhook_made.html", {"webhook": made})
    listed = Webhook.objects.of(request.user).with_last()
    context = {"form": form, "webhooks": listed, "example": example()}
    return render(request, "hire/webhooks.html", context, status=400 if form.errors else 200)


@login_required
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """What it was told, and what it answered."""
    hook = get_object_or_404(Webhook.objects.of(request.user), pk=pk)
    if request.method == "POST":
        return _take(request, hook)
    context = {"webhook": hook, "deliveries": hook.deliveries.all()[:SHOWN]}
    return render(request, "hire/webhook.html", context)


def _take(request: HttpRequest, hook: Webhook) -> HttpResponse:
    """One of the steps that the page offers."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    step(request, hook)
    return redirect("hire:webhook", pk=hook.pk) if hook.pk else redirect("hire:webhooks")


def _test(request: HttpRequest, hook: Webhook) -> None:
    if actions.send_test(webhook=hook) is None:
        messages.error(request, f"That is {actions.TESTS} tests within an hour. Wait a while.")
    else:
        messages.success(request, "A test is on its way. Its answer is listed below.")


def _switch_on(request: HttpRequest, hook: Webhook) -> None:
    actions.switch_on(webhook=hook)
    messages.success(request, "It is switched on. What was given up is not sent again.")


def _switch_off(request: HttpRequest, hook: Webhook) -> None:
    actions.switch_off(webhook=hook)
    messages.success(request, "It is switched off. Nothing is sent to it.")


def _remove(request: HttpRequest, hook: Webhook) -> None:
    actions.remove_webhook(webhook=hook)
    messages.success(request, f"“{hook.url}” is removed.")


STEPS: Final = {
    "test": _test,
    "on": _switch_on,
    "off": _switch_off,
    "remove": _remove,
}
