"""Signing in, to the site and to the desk, under the same limits."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.accounts.attempts import Attempt
from portal.accounts.models import User
from portal.limits import client_of


class SignInForm(AuthenticationForm):
    """`wait` holds the seconds to wait, where there were too many attempts."""

    wait = 0

    def clean(self) -> dict[str, Any]:
        if not {"username", "password"} <= self.cleaned_data.keys() or self.request is None:
            return super().clean()
        attempt = Attempt(self.cleaned_data["username"], client=client_of(self.request))
        if not attempt.is_allowed():
            self.wait = attempt.wait
            raise too_many_attempts(self.wait)
        cleaned = super().clean()
        attempt.succeed()
        return cleaned


def answered[Answer: HttpResponseBase](answer: Answer, form: SignInForm) -> Answer:
    """The answer to a form that was refused: 429 where there were too many attempts."""
    if form.wait:
        answer.status_code = 429
        answer.headers["Retry-After"] = str(form.wait)
    return answer


class DeskSignInForm(SignInForm, AdminAuthenticationForm):
    """The right password of somebody who isn't staff is a failure like any other."""


def too_many_attempts(seconds: int) -> ValidationError:
    """The same words whichever limit it was, and whether or not there is such an account."""
    minutes = -(-seconds // 60)
    time = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return ValidationError(
        f"There were too many attempts to sign in. Wait {time}, then try again.", code="limited"
    )


class NameForm(forms.Form):
    """What is asked of those who sign up besides their address and a password."""

    name = forms.CharField(
        label="Your name",
        max_length=User._meta.get_field("name").max_length,
        help_text="As colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """The adapter has taken the name."""
