"""The forms of signing up and of one’s own account: django-allauth’s, in the words of the site."""

from typing import Any, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.db import IntegrityError, transaction
from django.http import HttpRequest

LABELS: Final = {
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Password so far",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
}
CHOOSING: Final = (
    "At least 8 characters, not only digits, none of the well-known passwords, and not your name."
)


class Plain:
    """Says what is asked for in labels alone; what one may choose stands below the field."""

    fields: dict[str, Any]
    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = {**LABELS, **self.labels}.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = CHOOSING
            if name == "code":
                field.widget.attrs.update(autocomplete="one-time-code", spellcheck="false")


class SignUpForm(Plain, account.SignupForm):
    field_order = ("name", "email", "password1")
    labels = {"password1": "Password"}

    def try_save(self, request: HttpRequest) -> Any:
        """Of two who sign up with one address at once, the second gets the answer for a known one."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class NewAddressForm(Plain, account.AddEmailForm):
    labels = {"email": "New e-mail address"}


class NewPasswordForm(Plain, account.ChangePasswordForm):
    pass


class FirstPasswordForm(Plain, account.SetPasswordForm):
    pass


class ForgottenForm(Plain, account.ResetPasswordForm):
    pass


class AnotherPasswordForm(Plain, account.ResetPasswordKeyForm):
    pass


class CodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    labels = {"code": "Code from the letter"}


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    pass


class AppForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": "Code that the app shows"}


class FactorForm(Plain, factors.AuthenticateForm):
    labels = {"code": "Code from the app, or a recovery code"}


class FactorAgainForm(Plain, factors.ReauthenticateForm):
    labels = {"code": "Code from the app, or a recovery code"}


class PasskeyForm(Plain, passkeys.AddWebAuthnForm):
    labels = {"name": "Name", "passwordless": "Sign in with it alone, without a password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "So that you know it again: “Laptop”."
        self.fields["passwordless"].help_text = "For this it asks for a fingerprint, face or PIN."
