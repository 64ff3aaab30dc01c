"""Pages of companies for those who belong to them, or want to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jobs.models import Company, Invitation
from jobs.recruiting.actions import create_company, edit_company
from jobs.recruiting.company_forms import CompanyForm, FactsForm, InvitationForm
from jobs.recruiting.people import ask_to_join, join_by_domain
from portal.accounts.models import User
from portal.limits import Tally
from portal.publishing.errors import WrongState

ASKED_AN_HOUR = 5


def person(request: HttpRequest) -> User:
    """For views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  # told to the type checker
    return request.user


@login_required
def companies(request: HttpRequest) -> HttpResponse:
    """Where somebody belongs, and where they may."""
    user = person(request)
    invitations = Invitation.objects.usable().addressed_to(user)
    context = {
        "companies": Company.objects.of(user),
        "suspended": Company.objects.suspended_of(user),
        "open_to": Company.objects.open_to(user),
        "invitations": invitations.select_related("company", "invited_by"),
    }
    return render(request, "hire/companies.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    if not person(request).has_verified_address:
        messages.warning(request, "Confirm your e-mail address first.")
        return redirect("account_email")
    form = CompanyForm(request.POST or None, person=person(request))
    is_complete = request.method == "POST" and form.is_valid()
    if is_complete and (made := _made(form, person(request))):
        messages.success(request, f"{made} is made. Post your first job, or invite others.")
        return redirect("hire:company", made.slug)
    status = 422 if form.errors else 200
    return render(request, "hire/company_new.html", {"form": form}, status=status)


@login_required
def company(request: HttpRequest, slug: str, form: InvitationForm | None = None) -> HttpResponse:
    """Its facts, its people, and who is invited."""
    user = person(request)
    found = get_object_or_404(Company.objects.of(user), slug=slug)
    memberships = found.memberships.select_related("user")
    is_owner = any(row.user_id == user.pk and row.role == "owner" for row in memberships)
    context: dict[str, Any] = {
        "company": found,
        "memberships": memberships,
        "is_owner": is_owner,
        "invitations": found.invitations.waiting() if is_owner else (),
        "form": form or InvitationForm(initial={"email": request.GET.get("email", "")}),
    }
    return render(request, "hire/company.html", context, status=422 if form else 200)


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Company.objects.of(request.user), slug=slug)
    form = FactsForm(request.POST or None, instance=found)
    if request.method == "POST" and _edited(form, person(request)):
        messages.success(request, "The facts are changed.")
        return redirect("hire:company", slug)
    context = {"company": found, "form": form}
    return render(request, "hire/company_edit.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    user = person(request)
    others = Company.objects.filter(suspended_at=None).exclude(memberships__user=user)
    found = get_object_or_404(others, slug=slug)
    if not user.has_verified_address:
        return redirect("account_email")
    if Tally(f"ask-to-join:{user.pk}", seconds=3600).count() > ASKED_AN_HOUR:
        return render(request, "429.html", status=429)
    ask_to_join(company=found, by=user)
    messages.success(request, f"The owners of {found} were told. They answer by an invitation.")
    return redirect("hire:companies")


@require_POST
@login_required
def join(request: HttpRequest, slug: str) -> HttpResponse:
    user = person(request)
    found = get_object_or_404(Company.objects.open_to(user), slug=slug)
    try:
        join_by_domain(company=found, by=user)
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect("hire:companies")
    messages.success(request, f"You belong to {found} now.")
    return redirect("hire:company", slug)


@transaction.atomic
def _edited(form: FactsForm, by: User) -> bool:
    """Whether it is saved; the row is held from before it is compared with what was seen."""
    if not form.is_valid():
        return False
    edit_company(company=form.instance, by=by, values=form.cleaned_data)
    return True


def _made(form: CompanyForm, by: User) -> Company | None:
    """The company; none where somebody else took the name meanwhile, which the form then says."""
    try:
        return create_company(by=by, values=form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return None
