"""Companies: made, joined, left, handed over, suspended; and what strangers see of them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Company, CompanyEvent, Invitation, Job, JobEvent, Membership
from jobs.recruiting import people
from jobs.recruiting.actions import create_company, reinstate_company, suspend_company
from portal.accounts.models import User
from portal.mail.models import Mail
from portal.publishing.errors import WrongState
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.jobs import CompanyFactory, DraftJobFactory, MembershipFactory, OpenJobFactory

pytestmark = pytest.mark.django_db

OWNER, RECRUITER = Membership.Role.OWNER, Membership.Role.RECRUITER


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def owned(company=None, **user) -> Membership:
    more = {"company": company} if company else {}
    return MembershipFactory(role=OWNER, user=UserFactory(**user), **more)


def invited(company, owner, email) -> str:
    """The address in the letter that an invitation sends."""
    people.invite(company=company, by=owner, email=email)
    letter = Mail.objects.filter(to=email.lower()).latest("pk")
    assert letter.is_secret
    [path] = re.findall(r"http://testserver(/hire/invitations/\S+)", letter.body)
    assert path in letter.html
    return path


def people_of(company) -> set[tuple[str, str]]:
    return set(company.memberships.values_list("user__email", "role"))


def kinds(company) -> list[str]:
    return list(company.events.order_by("pk").values_list("kind", flat=True))


def test_company_is_made_by_somebody_with_a_confirmed_address():
    person, other = UserFactory(), UserFactory(is_verified=False)
    values = {"name": " Lantern  Wharf, Inc.", "website": "https://www.wharf.example"}

    led = signed_in(other).post(reverse("hire:company-new"), values)
    with pytest.raises(ValidationError):
        create_company(by=other, values=values)
    made = signed_in(person).post(reverse("hire:company-new"), values)

    company = Company.objects.get()
    assert led["Location"] == reverse("account_email")
    assert made["Location"] == reverse("hire:company", args=[company.slug])
    assert (company.slug, company.name, company.name_key, company.site_domain) == (
        "lantern-wharf-inc",
        "Lantern Wharf, Inc.",
        "lanternwharf",
        "wharf.example",
    )
    assert people_of(company) == {(person.email, "owner")}
    assert kinds(company) == ["created"]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "LANTERNWHARF Ltd", "website": ""},
        {"name": "Another", "website": "http://wharf.example/about"},
    ],
)
def test_likely_duplicate_is_offered_and_can_be_overruled(given):
    owner = owned(CompanyFactory(name="Lantern Wharf", website="https://wharf.example"))
    person = UserFactory()
    client = signed_in(person)

    page = client.post(reverse("hire:company-new"), given)
    asked = [client.post(reverse("hire:company-ask", args=[owner.company.slug])) for _ in "12"]
    made = client.post(reverse("hire:company-new"), {**given, "another": "on"})

    assert page.status_code == 422
    assert "Ask to join" in page.content.decode()
    assert [answer.status_code for answer in asked] == [302, 302]
    assert [(mail.to, mail.subject) for mail in Mail.objects.all()] == [
        (owner.user.email, f"{person} asks to join Lantern Wharf")
    ]
    assert made.status_code == 302
    assert Company.objects.count() == 2


def test_own_company_is_not_offered_to_join_and_asked_about_all_the_same():
    owner = owned(CompanyFactory(name="Lantern Wharf", website="https://wharf.example"))
    client = signed_in(owner.user)
    given = {"name": "Lantern Wharf Ltd", "website": "https://wharf.example"}

    alone = client.post(reverse("hire:company-new"), given)
    CompanyFactory(name="Wharf", website="https://wharf.example")
    beside = client.post(reverse("hire:company-new"), given)
    made = client.post(reverse("hire:company-new"), {**given, "another": "on"})

    assert "You belong to Lantern Wharf already." in alone.text
    assert "Ask to join" not in alone.text
    assert [company.name for company in beside.context["form"].likely] == ["Wharf"]
    assert made.status_code == 302


def test_invitation_lets_its_address_in_once():
    owner = owned()
    company, guest = owner.company, UserFactory(email="noor@example.org")
    path = invited(company, owner.user, "Noor@Example.org")
    anonymous, theirs = Client().get(path), signed_in(guest)

    shown = theirs.get(path).content.decode()
    joined = theirs.post(path)
    again = theirs.post(path)

    assert (anonymous.status_code, "Sign up" in anonymous.content.decode()) == (200, True)
    assert f"Join {company}" in shown
    assert joined["Location"] == reverse("hire:company", args=[company.slug])
    assert again.status_code == 404
    assert people_of(company) == {(owner.user.email, "owner"), ("noor@example.org", "recruiter")}
    told = Mail.objects.get(to=owner.user.email)
    assert told.subject == f"{guest} joined {company}"
    assert kinds(company) == ["invited", "joined"]


def test_invitation_that_does_not_count_lets_nobody_in():
    owner = owned()
    other = MembershipFactory(company=owner.company, role=OWNER)
    guest, stranger = UserFactory(email="noor@example.org"), UserFactory()
    path = invited(owner.company, other.user, guest.email)

    by_stranger = signed_in(stranger).post(path).status_code
    by_anonymous = Client().post(path).status_code
    unproven = signed_in(UserFactory(email="x@example.org", is_verified=False)).post(path)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        late = signed_in(guest).post(path).status_code
    people.remove(membership=other, by=owner.user)
    of_removed = signed_in(guest).post(path).status_code
    first, second = (invited(owner.company, owner.user, guest.email) for _ in "12")
    replaced = signed_in(guest).post(first).status_code
    people.withdraw_invitation(invitation=Invitation.objects.usable().get(), by=owner.user)
    withdrawn = signed_in(guest).get(second).status_code

    found = [by_stranger, by_anonymous, unproven.status_code, late, of_removed, replaced, withdrawn]
    assert found == [404] * 7
    assert people_of(owner.company) == {(owner.user.email, "owner")}


def test_domain_lets_colleagues_in_with_the_owners_consent():
    company = CompanyFactory(website="https://www.wharf.example/jobs")
    owner = owned(company, email="rex@wharf.example")
    outside = owned(company, email="ada@elsewhere.example")
    colleague = UserFactory(email="noor@wharf.example")
    unproven = UserFactory(email="mo@wharf.example", is_verified=False)
    join = reverse("hire:company-join", args=[company.slug])
    before = signed_in(colleague).post(join).status_code

    with pytest.raises(ValidationError):
        people.open_domain(company=company, by=outside.user)
    signed_in(owner.user).post(reverse("hire:company-domain", args=[company.slug]), {"open": "1"})
    answers = [signed_in(user).post(join).status_code for user in (unproven, UserFactory())]
    joined = signed_in(colleague).post(join).status_code

    assert (before, answers, joined) == (404, [404, 404], 302)
    assert (colleague.email, "recruiter") in people_of(company)
    company.refresh_from_db()
    company.website = "https://other.example"
    company.save()
    assert company.join_domain == ""


def test_domain_that_anybody_has_is_never_open():
    owner = owned(CompanyFactory(website="https://gmail.com"), email="rex@gmail.com")

    with pytest.raises(ValidationError, match="Anybody can have"):
        people.open_domain(company=owner.company, by=owner.user)


def test_last_owner_stays():
    owner = owned()
    company, client = owner.company, signed_in(owner.user)
    recruiter = MembershipFactory(company=company)

    left = client.post(reverse("hire:company-leave", args=[company.slug]), follow=True)
    stepped = client.post(
        reverse("hire:member-role", args=[company.slug, owner.pk]), {"role": "recruiter"}
    )
    assert "A company needs an owner" in left.content.decode()
    assert (stepped.status_code, Membership.objects.get(pk=owner.pk).role) == (302, "owner")

    client.post(reverse("hire:member-hand-over", args=[company.slug, recruiter.pk]))
    gone = client.post(reverse("hire:company-leave", args=[company.slug]))

    assert gone["Location"] == reverse("hire:companies")
    assert people_of(company) == {(recruiter.user.email, "owner")}
    assert kinds(company) == ["handed_over", "left"]
    assert Mail.objects.get().to == recruiter.user.email


def test_removed_person_sees_nothing_from_then_on():
    owner = owned()
    DraftJobFactory(company=owner.company)
    member = MembershipFactory(company=owner.company)
    client, page = signed_in(member.user), reverse("hire:company", args=[owner.company.slug])
    before = [client.get(page).status_code, Job.objects.of(member.user).count()]

    asked = signed_in(owner.user).get(
        reverse("hire:member-remove", args=[owner.company.slug, member.pk])
    )
    signed_in(owner.user).post(asked.request["PATH_INFO"])

    assert before == [200, 1]
    assert "no longer sees" in asked.content.decode()
    assert (client.get(page).status_code, list(Job.objects.of(member.user))) == (404, [])


def test_steps_of_owners_are_not_there_for_recruiters_and_strangers():
    owner = owned()
    company = owner.company
    recruiter, stranger = MembershipFactory(company=company).user, owned().user
    invitation = people.invite(company=company, by=owner.user, email="noor@example.org")
    of_member = [company.slug, owner.pk]
    addresses = [
        reverse("hire:company-invite", args=[company.slug]),
        reverse("hire:company-domain", args=[company.slug]),
        reverse("hire:invitation-withdraw", args=[company.slug, invitation.pk]),
        *(
            reverse(f"hire:member-{name}", args=of_member)
            for name in ("role", "remove", "hand-over")
        ),
    ]
    data = {"email": "x@example.org", "role": "owner", "open": "1"}

    found = {
        client.post(address, data).status_code
        for client in map(signed_in, (recruiter, stranger))
        for address in addresses
    }
    foreign = [
        signed_in(stranger).get(reverse(f"hire:{name}", args=[company.slug])).status_code
        for name in ("company", "company-edit", "company-leave")
    ]

    assert (found, foreign) == ({404}, [404] * 3)
    assert kinds(company) == ["invited"]


def test_suspension_takes_listings_down_and_ends_sessions_at_once():
    owner, staff = owned(), StaffFactory(groups=("moderator",))
    company = owner.company
    elsewhere = MembershipFactory(company=company)
    MembershipFactory(user=elsewhere.user)
    live, draft = OpenJobFactory(company=company), DraftJobFactory(company=company)
    other = OpenJobFactory()
    here, there = signed_in(owner.user), signed_in(elsewhere.user)

    suspend_company(company=company, by=staff, reason="It hires for others.")

    assert [here.get("/hire/").status_code, there.get("/hire/").status_code] == [302, 200]
    assert list(Job.objects.public()) == [other]
    assert JobEvent.objects.filter(item=live).latest("pk").note == (
        "The company is suspended: It hires for others."
    )
    assert draft not in Job.objects.of(elsewhere.user)
    assert company not in Company.objects.of(elsewhere.user)
    back = signed_in(User.objects.get(pk=owner.user.pk)).get(reverse("hire:companies"))
    assert "It hires for others." in back.content.decode()
    with pytest.raises(WrongState):
        suspend_company(company=company, by=staff, reason="Again.")

    reinstate_company(company=company, by=staff)

    assert company in Company.objects.of(owner.user)
    assert list(Job.objects.public()) == [other]
    assert [event.kind for event in CompanyEvent.objects.order_by("pk")] == [
        "suspended",
        "reinstated",
    ]


def test_desk_suspends_with_a_reason_and_reinstates(client):
    company = owned().company
    client.force_login(StaffFactory(groups=("moderator",)))
    page, chosen = reverse("admin:jobs_company_changelist"), {"_selected_action": [company.pk]}

    asked = client.post(page, {"action": "suspend", **chosen})
    client.post(page, {"action": "suspend", "reason": "No such firm.", **chosen})
    company.refresh_from_db()
    suspended = company.suspended_reason
    client.post(page, {"action": "reinstate", **chosen})

    company.refresh_from_db()
    assert "No such firm." not in asked.content.decode()
    assert (suspended, company.suspended_at) == ("No such firm.", None)
    letters = [mail.subject for mail in Mail.objects.order_by("pk")]
    assert letters == [f"{company} is suspended", f"{company} may post again"]


@pytest.mark.parametrize("name", ["companies", "company"])
def test_pages_ask_as_much_for_thirty_people_as_for_one(name, django_assert_max_num_queries):
    owner = owned()
    args = [owner.company.slug] if name == "company" else []
    for n in range(30):
        MembershipFactory(company=owner.company)
        people.invite(company=owner.company, by=owner.user, email=f"p{n}@guest.example")
        owned_too = MembershipFactory(user=owner.user, role=OWNER)
        assert owned_too.role == OWNER
    client = signed_in(owner.user)

    with django_assert_max_num_queries(8):
        answer = client.get(reverse(f"hire:{name}", args=args))

    assert answer.status_code == 200
