"""How people come to a company, change what they may do there, and leave. There is always an owner.

Whatever could leave a company without one is done one after the other, under a lock on the company’s row:
two owners who step down at once would each see the other still there.
"""

import hashlib
import secrets
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jobs.models import Company, CompanyEvent, Invitation, Membership
from jobs.models.people import INVITATION_LASTS
from jobs.naming import is_telling, mail_domain
from jobs.recruiting import letters
from jobs.recruiting.actions import note
from portal.accounts.models import User, as_stored
from portal.publishing.errors import WrongState

OWNER: Final = Membership.Role.OWNER
RECRUITER: Final = Membership.Role.RECRUITER
Kind = CompanyEvent.Kind


class LastOwner(Exception):
    """The step would leave the company without an owner; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "A company needs an owner: hand it over first, or make somebody else owner too."
        )


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def invite(*, company: Company, by: User, email: str, role: str = RECRUITER) -> Invitation:
    """Send an address a link that lets it in; an earlier link to the same address no longer counts.

    `ValidationError` where the person belongs to the company already.
    """
    _locked(company)
    email = as_stored(email)
    if company.memberships.filter(user__email=email).exists():
        raise ValidationError({"email": "This person belongs to the company already."})
    now = timezone.now()
    earlier = company.invitations.filter(email=email, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        company=company,
        email=email,
        role=role,
        digest=digest_of(secret),
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    note(company, Kind.INVITED, by=by, words=email)
    letters.send_invitation(invitation, secret)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not rows.update(withdrawn_at=timezone.now()):
        raise WrongState(invitation, "withdrawn")
    note(invitation.company, Kind.WITHDRAWN, by=by, words=invitation.email)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Come in by an invitation; `WrongState` where it doesn’t count, or is somebody else’s."""
    _locked(invitation.company)
    rows = Invitation.objects.usable().addressed_to(by).filter(pk=invitation.pk)
    if not rows.update(accepted_at=timezone.now(), accepted_by=by):
        raise WrongState(invitation, "accepted")
    return _let_in(invitation.company, by, invitation.role, "by invitation")


@transaction.atomic
def join_by_domain(*, company: Company, by: User) -> Membership:
    """Come in by a confirmed address of the company’s domain; `WrongState` where it isn’t open to them."""
    _locked(company)
    if not Company.objects.open_to(by).filter(pk=company.pk).exists():
        raise WrongState(company, "joined")
    return _let_in(company, by, RECRUITER, "by the domain of their address")


@transaction.atomic
def open_domain(*, company: Company, by: User) -> None:
    """Let in whoever has a confirmed address of the website’s domain; `ValidationError` says why not."""
    row = _locked(company)
    domain = mail_domain(by.email)
    if not is_telling(domain):
        raise ValidationError("Anybody can have an address like yours. Use one of your company.")
    if domain != row.site_domain or not by.has_verified_address:
        named = row.site_domain or "which is missing"
        raise ValidationError(
            f"Your own confirmed address has to be of the domain of the website, {named}."
        )
    Company.objects.filter(pk=row.pk).update(join_domain=domain)
    note(row, Kind.DOMAIN, by=by, words=f"open to {domain}")


@transaction.atomic
def close_domain(*, company: Company, by: User) -> None:
    if Company.objects.filter(pk=company.pk).exclude(join_domain="").update(join_domain=""):
        note(company, Kind.DOMAIN, by=by, words="closed")


def ask_to_join(*, company: Company, by: User) -> None:
    """Tell the owners that somebody wants in."""
    letters.tell_asked(company, by)


@transaction.atomic
def change_role(*, membership: Membership, by: User, role: str) -> None:
    """Raises `LastOwner`."""
    company = _locked(membership.company)
    if role != OWNER:
        _keep_an_owner(membership)
    rows = Membership.objects.filter(pk=membership.pk).exclude(role=role)
    if rows.update(role=role):
        words = f"{membership.user} is {Membership.Role(role).label}"
        note(company, Kind.ROLE, by=by, words=words)


@transaction.atomic
def hand_over(*, company: Company, to: Membership, by: Membership) -> None:
    """Make somebody else the owner, and step back to recruiter; `WrongState` if either is gone."""
    _locked(company)
    rows = company.memberships
    if not rows.filter(pk=to.pk).update(role=OWNER):
        raise WrongState(to, "made owner")
    if not rows.filter(pk=by.pk, role=OWNER).update(role=RECRUITER):
        raise WrongState(by, "made recruiter")
    event = note(company, Kind.HANDED_OVER, by=by.user, words=f"to {to.user}")
    letters.tell_handed_over(to.user, company, event.pk, by.user)


@transaction.atomic
def remove(*, membership: Membership, by: User) -> None:
    """Take somebody out of the company, oneself too; what they may do there ends at once. Raises `LastOwner`."""
    company = _locked(membership.company)
    _keep_an_owner(membership)
    if not Membership.objects.filter(pk=membership.pk).delete()[0]:
        raise WrongState(membership, "removed")
    is_own = membership.user == by
    kind = Kind.LEFT if is_own else Kind.REMOVED
    event = note(company, kind, by=by, words=str(membership.user))
    if not is_own:
        letters.tell_removed(membership.user, company, event.pk)


def _locked(company: Company) -> Company:
    return Company.objects.select_for_update().get(pk=company.pk)


def _keep_an_owner(membership: Membership) -> None:
    """For a step after which this person is no owner."""
    others = Membership.objects.filter(
        company=membership.company_id, role=OWNER, user__is_active=True
    ).exclude(pk=membership.pk)
    stays = Membership.objects.filter(pk=membership.pk).exclude(role=OWNER)
    if not stays.exists() and not others.exists():
        raise LastOwner


def _let_in(company: Company, user: User, role: str, how: str) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        company=company, user=user, defaults={"role": role}
    )
    if is_new:
        event = note(company, Kind.JOINED, by=user, words=f"{user}, {how}")
        letters.tell_joined(membership, event.pk)
    return membership
