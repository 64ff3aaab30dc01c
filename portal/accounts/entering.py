"""From a right password to a session, and what the desk asks besides."""

from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def enter(request: HttpRequest, user: User, *, goal: str) -> HttpResponse:
    """Sign somebody in whose password was right, by way of their unverified address and second factor."""
    login = Login(user=user, email=user.email, redirect_url=goal)
    return perform_password_login(request, {"email": user.email}, login)


def has_second_factor(request: HttpRequest) -> bool:
    return request.user.is_authenticated and is_mfa_enabled(request.user, FACTORS)


def may_work_at_desk(request: HttpRequest) -> bool:
    """Whether a member of staff has shown a second factor in this session, where one is asked of them."""
    if not settings.STAFF_TWO_FACTOR:
        return True
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and has_second_factor(request)


@receiver(authenticator_added, dispatch_uid="portal.accounts.entering")
def note_possession(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Whoever has just added a factor has shown that they hold it."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
