"""Tokens of companies, and what a program sends with them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from jobs.models import Company, Membership
from jobs.tokens import READ, WRITE, make_company_token
from tests.factories.jobs import CompanyFactory, MembershipFactory


def member(company: Company | None = None, role: str = Membership.Role.RECRUITER) -> Membership:
    return MembershipFactory(company=company or CompanyFactory(), role=role)


def company_secret(membership: Membership, *scopes: str) -> str:
    """The secret of a new token of a member, for reading and writing unless told."""
    _, secret = make_company_token(
        company=membership.company,
        by=membership.user,
        name="Applicant system",
        scopes=scopes or (READ, WRITE),
        expires_at=timezone.now() + timedelta(days=30),
    )
    return secret


class Program:
    """Asks the API with a token; bodies are objects, addresses lie under /api/v1/hire/."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client()

    def __call__(self, method: str, path: str = "jobs/", body: Any = None, **headers: Any) -> Any:
        """`seen` is the revision that is sent as If-Match, `key` the Idempotency-Key."""
        seen, key = headers.pop("seen", None), headers.pop("key", None)
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        sent |= {"If-Match": f'"{seen}"'} if seen is not None else {}
        sent |= {"Idempotency-Key": key} if key is not None else {}
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1/hire/{path}", headers=sent, **given)


def program(membership: Membership | None = None, *scopes: str) -> Program:
    return Program(company_secret(membership or member(), *scopes))
