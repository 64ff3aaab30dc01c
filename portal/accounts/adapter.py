"""Where django-allauth meets the portal: its letters, its limits, its addresses."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.attempts import Attempt
from portal.accounts.forms import too_many_attempts
from portal.accounts.wording import LETTERS, MESSAGES
from portal.limits import client_of
from portal.links import site
from portal.mail import post


class AccountAdapter(DefaultAccountAdapter):
    _attempt: Attempt | None = None

    def save_user(
        self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True
    ) -> Any:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit=commit)

    # Letters

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By `portal.mail`, with addresses of the site and none that a Host header names."""
        letter = LETTERS[template_prefix]
        known = {
            **_of_letter(context),
            "sentence": letter.sentence.format_map(context),
            "sign_in": site() + reverse("accounts:sign-in"),
            "sign_up": site() + reverse("account_signup"),
            "reset": site() + reverse("account_reset_password"),
            "security": site() + reverse("mfa_index"),
        }
        post(
            to=email,
            matter=f"account:{template_prefix.rpartition('/')[2]}:{token_hex(8)}",
            subject=letter.subject,
            template=f"emails/{letter.template}.txt",
            context=known,
            is_secret=letter.is_secret,
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return site() + reverse("account_reset_password_from_key", args=[uid, token])

    def add_message(  # noqa: PLR0917  # as it is called there
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or MESSAGES.get(message_template or "", "").format_map(
            message_context or {}
        )
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    # Limits

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A password that is asked for again counts as one that is asked for first."""
        self._attempt = Attempt(str(credentials.get("email", "")), client=client_of(request))
        if not self._attempt.is_allowed():
            raise too_many_attempts(self._attempt.wait)

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._attempt:
            self._attempt.succeed()

    # Addresses

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """False where somebody else came to have the address meanwhile."""
        try:
            with transaction.atomic():
                return super().confirm_email(request, email_address)
        except IntegrityError:
            failed = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, failed, {"email": email_address.email})
            return False

    def is_safe_url(self, url: str) -> bool:
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class FactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"


def _of_letter(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a letter may tell. Of addresses only the one that the adapter made: others follow the Host header."""
    told = {name: context[name] for name in ("code", "to_email", "timestamp") if name in context}
    return {**told, "address": context["password_reset_url"]} if "key" in context else told
