"""Who asks, and by which right: tokens of staff and of companies. Public resources ask nobody who they are."""

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import (
    AuthenticationFailed,
    NotAuthenticated,
    PermissionDenied,
    Throttled,
)
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from portal.accounts.kinds import DESK
from portal.accounts.models import ApiToken, User
from portal.accounts.tokens import find_token
from portal.limits import Tally, client_of

SCHEME: Final = "Bearer"
LONGEST: Final = 200  # characters of a header that is worth a look
WINDOW: Final = 15 * 60  # seconds
# Failures of one client in one window; somebody’s forgotten program asks again and again.
PER_CLIENT: Final = 60
INVALID: Final = "There is no such token, or it was revoked or has run out. Make another one."
MISSING: Final = "Send a token that you made here: Authorization: Bearer rbk_…"


class BearerToken(BaseAuthentication):
    """`request.auth` is the token, `request.user` its owner, with the rights that they hold now."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        given = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, secret = given.partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        failures = Tally(f"api-token:{client_of(request)}", seconds=WINDOW)
        if failures.so_far() >= PER_CLIENT:
            raise Throttled(ceil(failures.seconds_left))
        token = find_token(secret.strip()) if len(secret) <= LONGEST else None
        if token is None:
            failures.count()
            raise AuthenticationFailed(INVALID)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="desk"'


class MayDo(BasePermission):
    """The view's `steps` name, for each, the scope of the token and the right of its owner."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated(MISSING)
        if view.action not in view.steps:
            return True  # there is nothing to do by this method, as the view says
        need: Need = view.steps[view.action].need
        if request.auth.kind != need.kind:
            raise PermissionDenied("This token is for another part of the API.")
        if request.auth.scope_names.isdisjoint(need.scopes):
            raise PermissionDenied(f"This token lacks the scope {' or '.join(need.scopes)}.")
        if need.permission and not request.user.has_perm(need.permission):
            raise PermissionDenied(f"You may not {need.permitted}.")
        return True


@dataclass(frozen=True)
class Need:
    """What a step takes: one of the scopes, and the right, if any; `permitted` says it in words."""

    scopes: tuple[str, ...]
    permission: str = ""
    permitted: str = ""
    kind: str = DESK


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that staff make on the desk, or a company’s people on its pages.",
        }
