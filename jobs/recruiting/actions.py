"""What is done to a company as a whole: made, edited, suspended, reinstated."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.text import slugify

from jobs.actions import close_job
from jobs.models import CloseReason, Company, CompanyEvent, Job, Membership
from jobs.recruiting import letters
from portal.accounts.actions import end_sessions
from portal.accounts.models import User
from portal.publishing.errors import WrongState
from portal.publishing.models import Status

# What a company’s own people say of it; its name and address stay.
FACTS: Final = ("website", "about", "size", "headquarters")


@transaction.atomic
def create_company(*, by: User, values: Mapping[str, Any]) -> Company:
    """Make a company with its first owner; `ValidationError` for wrong fields or an unconfirmed address."""
    if not by.has_verified_address:
        raise ValidationError("Confirm your e-mail address first.")
    company = Company(
        name=" ".join(str(values["name"]).split()),
        **{name: values[name] for name in FACTS if name in values},
    )
    company.slug = _slug(company.name)
    company.full_clean()
    company.save(force_insert=True)
    Membership.objects.create(company=company, user=by, role=Membership.Role.OWNER)
    note(company, CompanyEvent.Kind.CREATED, by=by, words=company.name)
    return company


@transaction.atomic
def edit_company(*, company: Company, by: User, values: Mapping[str, Any]) -> None:
    """Change what readers see of it; `ValidationError` that names each wrong field."""
    row = Company.objects.select_for_update().get(pk=company.pk)
    given = {name: values[name] for name in FACTS if name in values}
    differing = [name for name, value in given.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, given[name])
    row.full_clean()
    row.save()
    if differing:
        note(row, CompanyEvent.Kind.EDITED, by=by, words=", ".join(differing))


@transaction.atomic
def suspend_company(*, company: Company, by: User | None, reason: str) -> None:
    """Take all its listings off the site and its people out of their sessions.

    `ValueError` without a reason, which its owners read; `WrongState` if it is suspended already.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise ValueError("Say why the company is suspended.")
    rows = Company.objects.filter(pk=company.pk, suspended_at=None)
    if not rows.update(suspended_at=timezone.now(), suspended_reason=reason):
        raise WrongState(company, "suspended")
    company.refresh_from_db()
    for job in Job.objects.filter(company=company, status=Status.PUBLISHED):
        close_job(
            job=job, by=by, reason=CloseReason.WITHDRAWN, note=f"The company is suspended: {reason}"
        )
    end_sessions(_only_there(company))
    event = note(company, CompanyEvent.Kind.SUSPENDED, by=by, words=reason)
    letters.tell_suspended(company, event.pk)


@transaction.atomic
def reinstate_company(*, company: Company, by: User | None) -> None:
    """Let its people work again. Its listings stay closed until they are reopened one by one."""
    rows = Company.objects.filter(pk=company.pk).exclude(suspended_at=None)
    if not rows.update(suspended_at=None, suspended_reason=""):
        raise WrongState(company, "reinstated")
    company.refresh_from_db()
    event = note(company, CompanyEvent.Kind.REINSTATED, by=by)
    letters.tell_reinstated(company, event.pk)


def note(
    company: Company, kind: CompanyEvent.Kind, *, by: User | None, words: str = ""
) -> CompanyEvent:
    return CompanyEvent.objects.create(company=company, kind=kind, by=by, note=words[:500])


def _only_there(company: Company) -> Any:
    """Its people who have no other reason to be signed in."""
    elsewhere = Membership.objects.filter(user=OuterRef("pk"), company__suspended_at=None)
    members = Membership.objects.filter(company=company).values("user")
    people = User.objects.filter(pk__in=Subquery(members), is_staff=False)
    return people.filter(~Exists(elsewhere))


def _slug(name: str) -> str:
    """From the name; with a few letters more where another company has it."""
    short = slugify(name)[:70].strip("-") or "company"
    taken = Company.objects.filter(slug=short).exists()
    return f"{short}-{secrets.token_hex(3)}" if taken else short
