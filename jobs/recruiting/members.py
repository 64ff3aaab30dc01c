"""Steps with a company’s people: invited, let in, given another role, taken out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jobs.models import Company, Invitation, Membership
from jobs.recruiting import people
from jobs.recruiting.companies import company as company_page
from jobs.recruiting.companies import person
from jobs.recruiting.company_forms import InvitationForm, RoleForm
from portal.publishing.errors import WrongState


@require_POST
@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    found = _owned(request, slug)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            people.invite(company=found, by=person(request), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("email", ValidationError(refused.messages))
        else:
            messages.success(request, f"We sent an invitation to {form.cleaned_data['email']}.")
            return redirect("hire:company", slug)
    return company_page(request, slug, form)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(_owned(request, slug).invitations.waiting(), pk=pk)
    step = partial(people.withdraw_invitation, invitation=found, by=person(request))
    return _done(request, slug, step, f"The invitation to {found.email} no longer counts.")


@require_POST
@login_required
def role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    member = _member(request, slug, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose owner or recruiter.")
        return redirect("hire:company", slug)
    to = form.cleaned_data["role"]
    step = partial(people.change_role, membership=member, by=person(request), role=to)
    return _done(request, slug, step, f"{member.user} is {Membership.Role(to).label} now.")


@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    member = _member(request, slug, pk)
    if request.method != "POST":
        words = f"{member.user} no longer sees its listings, from now on."
        return _asked(request, member, f"Remove {member.user}", words)
    step = partial(people.remove, membership=member, by=person(request))
    return _done(request, slug, step, f"{member.user} is removed.")


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Company.objects.of(request.user), slug=slug)
    member = found.memberships.get(user=person(request))
    if request.method != "POST":
        words = "You no longer see its listings. To come back you need an invitation."
        return _asked(request, member, f"Leave {found}", words)
    step = partial(people.remove, membership=member, by=member.user)
    return _done(request, slug, step, f"You left {found}.", goal="hire:companies")


@login_required
def hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    member = _member(request, slug, pk)
    own = member.company.memberships.get(user=person(request))
    if request.method != "POST" or own == member:
        words = f"{member.user} looks after its people then. You stay as a recruiter."
        return _asked(request, member, f"Hand {member.company} over to {member.user}", words)
    step = partial(people.hand_over, company=member.company, to=member, by=own)
    return _done(request, slug, step, f"{member.company} is handed over to {member.user}.")


@require_POST
@login_required
def domain(request: HttpRequest, slug: str) -> HttpResponse:
    found = _owned(request, slug)
    is_opened = request.POST.get("open") == "1"
    act = people.open_domain if is_opened else people.close_domain
    words = "People of your domain may join now." if is_opened else "Nobody joins by domain now."
    return _done(request, slug, partial(act, company=found, by=person(request)), words)


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link; only the address that it was sent to comes in."""
    usable = Invitation.objects.usable().filter(digest=people.digest_of(token))
    found = get_object_or_404(usable.select_related("company", "invited_by"))
    is_theirs = usable.addressed_to(request.user).exists()
    if request.method != "POST":
        context = {"invitation": found, "is_theirs": is_theirs}
        return render(request, "hire/invitation.html", context)
    mine = get_object_or_404(usable.addressed_to(request.user))
    step = partial(people.accept_invitation, invitation=mine, by=person(request))
    slug = found.company.slug
    return _done(request, slug, step, f"You belong to {found.company} now.")


def _owned(request: HttpRequest, slug: str) -> Company:
    return get_object_or_404(Company.objects.owned_by(request.user), slug=slug)


def _member(request: HttpRequest, slug: str, pk: int) -> Membership:
    members = _owned(request, slug).memberships.select_related("company", "user")
    return get_object_or_404(members, pk=pk)


def _asked(request: HttpRequest, member: Membership, title: str, words: str) -> HttpResponse:
    context = {"company": member.company, "title": title, "words": words}
    return render(request, "hire/sure.html", context)


def _done(
    request: HttpRequest,
    slug: str,
    step: Callable[[], Any],
    words: str,
    *,
    goal: str = "hire:company",
) -> HttpResponse:
    """Take a step and say so, or why it can’t be taken."""
    try:
        step()
    except (people.LastOwner, WrongState) as refused:
        messages.error(request, str(refused))
        goal = "hire:company"
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, words)
    belongs = Company.objects.of(request.user).filter(slug=slug).exists()
    return (
        redirect(goal, slug) if goal == "hire:company" and belongs else redirect("hire:companies")
    )
