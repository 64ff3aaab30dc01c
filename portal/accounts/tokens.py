"""Tokens by which programs act for somebody: made, recognized, revoked."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.kinds import DESK
from portal.accounts.models import ApiToken, TokenScope, User
from portal.accounts.scopes import scopes_for

START: Final = "rbk_"  # so that programs that look for leaked secrets know what they found
RECOGNIZED: Final = 12  # characters of a secret that lists show
RANDOM: Final = 32  # bytes
USE_NOTED: Final = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *,
    owner: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    kind: str = DESK,
) -> tuple[ApiToken, str]:
    """A new token and its secret, which can't be had again.

    Raises `ValidationError` for scopes that the owner has no right to.
    """
    allowed = {scope.name for scope in scopes_for(owner, kind)}
    if not scopes or not allowed.issuperset(scopes):
        raise ValidationError({"scopes": "Choose from what you may do yourself."})
    secret = START + token_urlsafe(RANDOM)
    token = ApiToken.objects.create(
        owner=owner,
        name=name,
        kind=kind,
        prefix=secret[:RECOGNIZED],
        digest=digest_of(secret),
        expires_at=expires_at,
    )
    TokenScope.objects.bulk_create(TokenScope(token=token, name=scope) for scope in sorted(scopes))
    return token, secret


def revoke_token(*, token: ApiToken, by: User | None) -> bool:
    """End a token for good; False if somebody has done so before."""
    now = timezone.now()
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    return bool(rows.update(revoked_at=now, revoked_by=by))


def find_token(secret: str) -> ApiToken | None:
    """The token of that secret with its owner, if it may be used now; notes that it was.

    It is looked up by its digest, of which nobody who guesses knows a part; nothing tells how near a
    guess was.
    """
    digest = digest_of(secret)
    found = ApiToken.objects.usable().select_related("owner").prefetch_related("scopes")
    token = found.filter(digest=digest).first()
    if token is None or not compare_digest(token.digest, digest):
        return None
    _note_use(token)
    return token


def digest_of(secret: str) -> str:
    """Of so long a random secret a plain digest tells nothing."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _note_use(token: ApiToken) -> None:
    """At most once a minute: reading by a token shouldn't be writing."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)
