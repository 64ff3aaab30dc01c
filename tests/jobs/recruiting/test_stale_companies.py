"""A company that its own people and staff change at the same time: nobody saves over what they haven’t seen."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.admin.forms import CompanyForm
from jobs.models import Company, CompanyEvent, Membership
from jobs.recruiting.people import change_role, remove
from tests.contracts.attack import filled_in
from tests.factories.accounts import UserFactory
from tests.factories.jobs import CompanyFactory, MembershipFactory
from tests.portal.rows_of_two import CASES, Two
from tests.portal.two_people import ada, address_of, at_desk, opened, typed, values
from tests.salaries.test_actions import at_once

pytestmark = pytest.mark.django_db


def member(company: Company, name: str) -> Client:
    return at_desk(MembershipFactory(company=company, user__name=name).user)


def form_of(company: Company) -> str:
    return reverse("hire:company-edit", args=[company.slug])


def said(answer: Any) -> list[str]:
    return [str(error) for error in answer.context["form"].non_field_errors()]


def test_colleague_who_saves_second_is_told_and_keeps_what_was_typed() -> None:
    company = CompanyFactory()
    address, mine, theirs = form_of(company), member(company, "Grace"), member(company, "Ada")
    form = opened(mine, address)
    theirs.post(address, typed(opened(theirs, address), ("about", "Ada’s words.")))

    answer = mine.post(address, typed(form, ("size", "1-10")))

    at = CompanyEvent.objects.get().at
    again = filled_in(answer.content.decode())
    assert answer.status_code == 422
    [told] = said(answer)
    assert told == (
        f"This has changed since you opened it; Ada saved it last, on {at:%Y-%m-%d at %H:%M} UTC. What you "
        f'typed stands below and is not saved yet. Look at <a href="{address}" target="_blank">what is stored '
        "now</a>, take over what shall stay, and save again."
    )
    assert told in answer.content.decode()
    assert (again["about"], again["size"]) == (["Makes things that last."], ["1-10"])
    assert values(company, "about", "size") == ["Ada’s words.", "11-50"]


def test_colleague_who_was_told_saves_knowingly() -> None:
    company = CompanyFactory()
    address, mine, theirs = form_of(company), member(company, "Grace"), member(company, "Ada")
    form = opened(mine, address)
    theirs.post(address, typed(opened(theirs, address), ("about", "Ada’s words.")))
    again = filled_in(mine.post(address, typed(form, ("size", "1-10"))).content.decode())

    saved = mine.post(address, typed(again, ("about", "Ada’s words.")))

    assert saved.status_code == 302
    assert values(company, "about", "size") == ["Ada’s words.", "1-10"]


def test_staff_who_saved_last_are_not_named_on_the_site() -> None:
    company = CompanyFactory()
    address, mine, staff = form_of(company), member(company, "Grace"), ada()
    form = opened(mine, address)
    at_desk_of = address_of(company)
    staff.post(at_desk_of, typed(opened(staff, at_desk_of), ("about", "Staff’s words.")))

    answer = mine.post(address, typed(form, ("size", "1-10")))

    at = LogEntry.objects.get().action_time
    [told] = said(answer)
    assert f"; our staff saved it last, on {at:%Y-%m-%d at %H:%M} UTC. What you typed" in told
    assert "Ada" not in answer.content.decode()


def test_staff_are_told_which_of_its_people_saved_last() -> None:
    company = CompanyFactory()
    staff, address = ada(), address_of(company)
    form, colleague = opened(staff, address), member(company, "Olive")
    colleague.post(form_of(company), typed(opened(colleague, form_of(company)), ("about", "Ours.")))

    answer = staff.post(address, typed(form, ("name", "Acme")))

    [told] = answer.context["adminform"].form.non_field_errors()
    assert "; Olive saved it last, on " in told
    assert values(company, "name", "about") == [company.name, "Ours."]


def test_what_the_form_does_not_show_is_no_reason_to_refuse_it() -> None:
    company = CompanyFactory()
    address, mine = form_of(company), member(company, "Grace")
    form = opened(mine, address)
    Company.objects.filter(pk=company.pk).update(name="Renamed", slug="renamed-too")

    company.refresh_from_db()
    answer = mine.post(form_of(company), typed(form, ("size", "1-10")))

    assert answer.status_code == 302
    assert values(company, "name", "size") == ["Renamed", "1-10"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where writers run side by side")
@pytest.mark.django_db(transaction=True)
def test_of_many_colleagues_at_once_one_saves() -> None:
    company = CompanyFactory()
    address, mine = form_of(company), member(company, "Grace")
    form = opened(mine, address)
    forms = [typed(form, ("about", f"Words {number}.")) for number in range(4)]

    def save() -> int:
        client = Client()
        client.cookies = mine.cookies
        return client.post(address, forms.pop()).status_code

    assert sorted(at_once(4, save)) == [302, 422, 422, 422]
    assert CompanyEvent.objects.count() == 1


# People of a company, whom its own people change on the site.


def test_role_that_an_owner_gave_meanwhile_is_told() -> None:
    two = Two(CASES["people of a company"])
    owner = UserFactory(name="Olive")
    member = Membership.objects.get(pk=two.keys[0])
    change_role(membership=member, by=owner, role="owner")

    said, again = two.send(typed(two.form, ("name", "Acme")))
    stored = two.stored()

    at = CompanyEvent.objects.get().at
    first = (
        f"This has changed since you opened it; Olive saved it last, on {at:%Y-%m-%d at %H:%M} UTC"
    )
    assert said.startswith(f"{first}: membership “Edith, owner” is another now.")
    assert again["name"] == ["Acme"]
    assert stored == {**two.before, member.pk: "owner"}


def test_who_was_taken_out_meanwhile_does_not_come_back() -> None:
    two = Two(CASES["people of a company"])
    member, other = Membership.objects.filter(pk__in=two.keys).order_by("pk")
    change_role(membership=other, by=other.user, role="owner")
    form = opened(two.grace, two.address)
    remove(membership=member, by=other.user)

    said, again = two.send(typed(form, ("name", "Acme")))
    told, _ = two.send(again)

    assert "Frances saved it last" in said
    assert "1 membership was deleted" in said
    assert (told, two.stored()) == ("", {other.pk: "owner"})


def test_company_that_was_suspended_while_a_form_was_sent_stays_so() -> None:
    """What no field of the form shows is read again once the row is held."""
    row, at = CompanyFactory(), timezone.now()
    loaded = Company.objects.get(pk=row.pk)
    Company.objects.filter(pk=row.pk).update(suspended_at=at)
    form = CompanyForm({"name": "Acme", "slug": "acme"}, instance=loaded)

    form.save()

    row.refresh_from_db()
    assert (row.name, row.suspended_at) == ("Acme", at)
