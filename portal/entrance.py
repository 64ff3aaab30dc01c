"""How people sign up and sign in: what django-allauth is told (docs/operations.md names what may be chosen)."""

from typing import Any, Final

AUTHENTICATION_BACKENDS: Final = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_RESET_TIMEOUT: Final = 2 * 3600

ACCOUNT_ADAPTER: Final = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD: Final = None
ACCOUNT_LOGIN_METHODS: Final = {"email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS: Final = "portal.accounts.forms.NameForm"
# Whoever doesn't know an address learns nothing of it: strangers get the same answers.
ACCOUNT_PREVENT_ENUMERATION: Final = True
ACCOUNT_EMAIL_VERIFICATION: Final = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED: Final = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND: Final = True
ACCOUNT_CHANGE_EMAIL: Final = True
ACCOUNT_EMAIL_NOTIFICATIONS: Final = True
ACCOUNT_REAUTHENTICATION_METHODS: Final = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_REQUIRED: Final = True
ACCOUNT_SESSION_REMEMBER: Final = True
# Wrong passwords are counted by portal.accounts.attempts; "login_failed" counts wrong second factors.
ACCOUNT_RATE_LIMITS: Final = {
    "login": None,
    "login_failed": "50/15m/ip,10/15m/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "confirm_email": "1/10s/key,20/h/key",
}
ACCOUNT_FORMS: Final = {
    "signup": "portal.accounts.entry_forms.SignUpForm",
    "add_email": "portal.accounts.entry_forms.NewAddressForm",
    "change_password": "portal.accounts.entry_forms.NewPasswordForm",
    "set_password": "portal.accounts.entry_forms.FirstPasswordForm",
    "reset_password": "portal.accounts.entry_forms.ForgottenForm",
    "reset_password_from_key": "portal.accounts.entry_forms.AnotherPasswordForm",
    "confirm_email_verification_code": "portal.accounts.entry_forms.CodeForm",
    "reauthenticate": "portal.accounts.entry_forms.PasswordAgainForm",
}

MFA_ADAPTER: Final = "portal.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES: Final = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED: Final = True
MFA_TOTP_TOLERANCE: Final = 1
MFA_FORMS: Final = {
    "add_webauthn": "portal.accounts.entry_forms.PasskeyForm",
    "activate_totp": "portal.accounts.entry_forms.AppForm",
    "authenticate": "portal.accounts.entry_forms.FactorForm",
    "reauthenticate": "portal.accounts.entry_forms.FactorAgainForm",
}

__all__: Final[Any] = [name for name in dir() if name.isupper()]
