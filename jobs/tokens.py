"""Tokens by which programs of an employer work on its listings, and on nothing else."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from jobs.models import Company, CompanyToken
from jobs.models.token import KIND, held
from portal.accounts.kinds import register_kind
from portal.accounts.models import User
from portal.accounts.scopes import Scope, register
from portal.accounts.tokens import make_token, revoke_token
from portal.api.authentication import Need

READ: Final = "jobs:read"
WRITE: Final = "jobs:write"

SCOPES: Final = (
    Scope(READ, "Read the company’s listings, drafts too", kind=KIND),
    Scope(WRITE, "Write, submit and close listings", kind=KIND),
)
READING: Final = Need((READ, WRITE), kind=KIND)
WRITING: Final = Need((WRITE,), kind=KIND)

MADE: Final = (
    "This token was made already; it is shown once. If you have no copy of it, revoke it and make one by "
    "another name."
)
MOST: Final = 50  # tokens of one company that aren't revoked


def register_tokens() -> None:
    register(*SCOPES)
    register_kind(KIND, held)


@transaction.atomic
def make_company_token(
    *,
    company: Company,
    by: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    asked_at: datetime | None = None,
) -> tuple[CompanyToken, str]:
    """A new token of the company and its secret, which can't be had again.

    `asked_at` is when the form that asks for it was drawn: what is sent twice makes one token.
    Raises `ValidationError` for unknown scopes, where the company has very many already, and where the
    same person made one of this name since `asked_at`.
    """
    Company.objects.select_for_update().get(
        pk=company.pk
    )  # so that the count holds, and one is first
    mine = company.tokens.filter(token__owner=by, token__name=name)
    if asked_at and mine.filter(token__created_at__gte=asked_at).exists():
        raise ValidationError(MADE)
    if company.tokens.filter(token__revoked_at=None).count() >= MOST:
        raise ValidationError(f"A company has {MOST} tokens at most. Revoke one first.")
    token, secret = make_token(owner=by, name=name, scopes=scopes, expires_at=expires_at, kind=KIND)
    return CompanyToken.objects.create(token=token, company=company), secret


def revoke_company_token(*, token: CompanyToken, by: User) -> bool:
    """End a token for good; False if somebody has done so before."""
    return revoke_token(token=token.token, by=by)
