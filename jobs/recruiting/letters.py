"""What people are told of a company that they join, leave or own."""

from typing import Any

from django.urls import reverse

from jobs.models import Company, Invitation, Membership
from portal.accounts.models import User
from portal.links import site
from portal.mail import post


def owners(company: Company) -> list[User]:
    found = company.memberships.filter(role=Membership.Role.OWNER, user__is_active=True)
    return [membership.user for membership in found.select_related("user")]


def send_invitation(invitation: Invitation, secret: str) -> None:
    post(
        to=invitation.email,
        matter=f"invitation:{invitation.pk}",
        subject=f"{invitation.invited_by} invites you to {invitation.company}",
        template="emails/company_invitation.txt",
        context={
            "invitation": invitation,
            "address": site() + reverse("hire:invitation", args=[secret]),
        },
        is_secret=True,
    )


def tell_joined(membership: Membership, event: int) -> None:
    """The owners hear who came, and how they can take it back."""
    for owner in owners(membership.company):
        if owner != membership.user:
            subject = f"{membership.user} joined {membership.company}"
            _tell(owner, membership.company, event, "company_joined", subject, who=membership.user)


def tell_asked(company: Company, by: User) -> None:
    """Somebody who may work there asks to be let in; each owner hears of each person once."""
    for owner in owners(company):
        people = site() + reverse("hire:company", args=[company.slug])
        post(
            to=owner,
            matter=f"company-asked:{company.pk}:{by.pk}",
            subject=f"{by} asks to join {company}",
            template="emails/company_asked.txt",
            context={"company": company, "who": by, "people": people},
        )


def tell_removed(user: User, company: Company, event: int) -> None:
    _tell(user, company, event, "company_removed", f"You no longer work on {company}’s listings")


def tell_handed_over(user: User, company: Company, event: int, by: User) -> None:
    _tell(user, company, event, "company_handed_over", f"{company} is yours to look after", who=by)


def tell_suspended(company: Company, event: int) -> None:
    for owner in owners(company):
        _tell(owner, company, event, "company_suspended", f"{company} is suspended")


def tell_reinstated(company: Company, event: int) -> None:
    for owner in owners(company):
        _tell(owner, company, event, "company_reinstated", f"{company} may post again")


def _tell(to: User, company: Company, event: int, letter: str, subject: str, **more: Any) -> None:
    page = site() + reverse("hire:company", args=[company.slug])
    post(
        to=to,
        matter=f"{letter}:{event}",
        subject=subject,
        template=f"emails/{letter}.txt",
        context={"company": company, "people": page, **more},
    )
