"""What the site says and writes where django-allauth asks for words, by the names that it gives them."""

from dataclasses import dataclass
from typing import Final

# Shown once on the next page; for a name that isn't here nothing is said.
MESSAGES: Final = {
    "account/messages/email_confirmation_sent.txt": "We sent a code to {email}.",
    "account/messages/email_confirmation_failed.txt": "{email} could not be confirmed: it belongs to another account.",
    "account/messages/email_confirmed.txt": "{email} is confirmed.",
    "account/messages/email_deleted.txt": "{email} is removed.",
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
    "mfa/messages/totp_activated.txt": "The authenticator app is on.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is off.",
    "mfa/messages/recovery_codes_generated.txt": "There are new recovery codes. Earlier ones no longer work.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
}


@dataclass(frozen=True)
class Letter:
    """`template` is the name in templates/emails, without its ending; `sentence` fills in a notice."""

    subject: str
    template: str = "account_notice"
    sentence: str = ""
    is_secret: bool = False


LETTERS: Final = {
    "account/email/email_confirmation_signup": Letter(
        "Your code to confirm your address", "account_code", is_secret=True
    ),
    "account/email/email_confirmation": Letter(
        "Your code to confirm your address", "account_code", is_secret=True
    ),
    "account/email/password_reset_key": Letter(
        "Choose a new password", "account_reset", is_secret=True
    ),
    "account/email/account_already_exists": Letter("You already have an account", "account_known"),
    "account/email/unknown_account": Letter("There is no account", "account_unknown"),
    "account/email/password_changed": Letter(
        "Your password was changed", sentence="The password of your account was changed."
    ),
    "account/email/password_reset": Letter(
        "Your password was changed", sentence="A new password was chosen by way of your mail."
    ),
    "account/email/password_set": Letter(
        "Your account has a password", sentence="A first password was chosen for your account."
    ),
    "account/email/email_changed": Letter(
        "Your e-mail address was changed",
        sentence="Your account now signs in with {to_email}. This address no longer counts.",
    ),
    "mfa/email/totp_activated": Letter(
        "An authenticator app was added",
        sentence="Signing in to your account now asks for a code from an authenticator app.",
    ),
    "mfa/email/totp_deactivated": Letter(
        "The authenticator app was removed",
        sentence="Signing in to your account no longer asks for a code from an authenticator app.",
    ),
    "mfa/email/webauthn_added": Letter(
        "A passkey was added", sentence="A passkey was added to your account."
    ),
    "mfa/email/webauthn_removed": Letter(
        "A passkey was removed", sentence="A passkey was removed from your account."
    ),
    "mfa/email/recovery_codes_generated": Letter(
        "New recovery codes",
        sentence="New recovery codes were made for your account. Earlier ones no longer work.",
    ),
}
