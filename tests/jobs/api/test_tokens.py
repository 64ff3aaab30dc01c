"""Tokens of companies: made, shown once, used, and ended."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import CompanyToken, Job, Membership
from jobs.recruiting.actions import suspend_company
from jobs.recruiting.tokens import UNKNOWN, drawn_now
from jobs.tokens import MADE, MOST, READ, WRITE
from portal.accounts.models import ApiToken
from tests.factories.accounts import StaffFactory, secret_of
from tests.factories.company_tokens import Program, company_secret, member, program
from tests.factories.jobs import DraftJobFactory, MembershipFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db

PAGE = "/hire/tokens/"


def signed_in(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def form(membership: Membership, **given: Any) -> dict[str, Any]:
    return {
        "company": membership.company_id,
        "name": "Applicant system",
        "scopes": [READ, WRITE],
        "days": 30,
        "drawn": drawn_now(),
    } | given


def test_token_is_shown_once_and_works():
    at_work = member()
    client = signed_in(at_work)

    made = client.post(PAGE, form(at_work))

    [secret] = re.findall(r'value="(rbk_[\w-]+)"', made.content.decode())
    assert "no-store" in made.headers["Cache-Control"]
    token = CompanyToken.objects.get()
    assert (token.company, token.token.owner) == (at_work.company, at_work.user)
    assert secret not in str(ApiToken.objects.values().get())
    page = client.get(PAGE).content.decode()
    assert secret not in page
    assert token.token.prefix in page
    assert Program(secret)("get").status_code == 200
    token.token.refresh_from_db()
    assert token.token.last_used_at is not None


def test_form_that_is_sent_again_makes_no_other_token():
    at_work = member()
    client = signed_in(at_work)
    [drawn] = re.findall(r'name="drawn" value="([^"]+)"', client.get(PAGE).text)
    sent = form(at_work, drawn=drawn)

    first, again = client.post(PAGE, sent), client.post(PAGE, sent)
    other = client.post(PAGE, sent | {"name": "Another"})
    anew = client.post(PAGE, form(at_work))

    assert [answer.status_code for answer in (first, again, other, anew)] == [200, 400, 200, 200]
    assert again.context["form"].non_field_errors() == [MADE]
    assert len(re.findall(r'value="rbk_', first.text + again.text)) == 1
    assert CompanyToken.objects.count() == 3


@pytest.mark.parametrize("drawn", ["", "x", "ü:ü:ü", "2026-01-01T00:00:00+00:00"])
def test_form_that_nobody_drew_makes_no_token(drawn):
    at_work = member()

    answer = signed_in(at_work).post(PAGE, form(at_work, drawn=drawn))

    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors() == [UNKNOWN]
    assert not CompanyToken.objects.exists()


def test_form_names_what_is_wrong():
    at_work, foreign = member(), member()

    answer = signed_in(at_work).post(
        PAGE, form(at_work, company=foreign.company_id, name="", scopes=["guides:write"], days=9999)
    )

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"company", "name", "scopes", "days"}
    assert not CompanyToken.objects.exists()


def test_company_has_so_many_tokens():
    at_work = member()
    company_secret(at_work)
    tokens = [ApiToken(**each) for each in ApiToken.objects.values()]
    for number in range(MOST - 1):
        copy = tokens[0]
        copy.pk, copy.digest = None, str(number)
        copy.save(force_insert=True)
        CompanyToken.objects.create(token=copy, company=at_work.company)

    answer = signed_in(at_work).post(PAGE, form(at_work))

    assert answer.context["form"].non_field_errors() == [
        "A company has 50 tokens at most. Revoke one first."
    ]


def test_owner_sees_and_revokes_all_and_others_their_own():
    owner = member(role=Membership.Role.OWNER)
    colleague, other = member(owner.company), member(owner.company)
    secret = company_secret(colleague)
    token = CompanyToken.objects.get()
    at = reverse("hire:token-revoke", args=[token.pk])

    hidden = [signed_in(each).get(at).status_code for each in (other, member())]
    listed = list(signed_in(other).get(PAGE).context["tokens"])
    asked = signed_in(owner).get(at)
    done = signed_in(owner).post(at)

    assert (hidden, listed) == ([404, 404], [])
    assert list(signed_in(owner).get(PAGE).context["tokens"]) == [token]
    assert (asked.status_code, done.headers["Location"]) == (200, PAGE)
    token.token.refresh_from_db()
    assert token.token.revoked_by == owner.user
    assert Program(secret)("get").status_code == 401


def left(at_work: Membership) -> None:
    at_work.delete()


def came_back(at_work: Membership) -> None:
    at_work.delete()
    MembershipFactory(company=at_work.company, user=at_work.user)


def switched_off(at_work: Membership) -> None:
    at_work.user.is_active = False
    at_work.user.save()


def revoked(at_work: Membership) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())


def other_company(at_work: Membership) -> None:
    at_work.delete()
    MembershipFactory(user=at_work.user)


def suspended(at_work: Membership) -> None:
    suspend_company(company=at_work.company, by=StaffFactory(), reason="Fraud.")


@pytest.mark.parametrize("end", [left, came_back, switched_off, revoked, other_company, suspended])
def test_token_ends_at_once(end: Any):
    at_work = member()
    ask = program(at_work)
    assert ask("get").status_code == 200

    end(at_work)

    answer = ask("get")
    assert answer.status_code == 401
    validates_schema(answer)


def test_token_runs_out():
    ask = program()

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert ask("get").status_code == 401


def test_tokens_of_staff_and_of_companies_are_apart():
    staff = StaffFactory(groups=("editor",))
    at_work = MembershipFactory(user=staff)
    job = DraftJobFactory(company=at_work.company)
    of_company, of_staff = Program(company_secret(at_work)), Program(secret_of(staff))
    guides = "/api/v1/desk/guides/"

    answers = [
        of_company("get", f"jobs/{job.pk}/").status_code,
        of_staff("get", f"jobs/{job.pk}/").status_code,
        *(
            Client().get(guides, headers={"Authorization": f"Bearer {each.secret}"}).status_code
            for each in (of_company, of_staff)
        ),
    ]

    assert answers == [200, 403, 403, 200]


def test_member_of_two_companies_works_on_the_one_of_the_token():
    at_work = member()
    other = MembershipFactory(user=at_work.user)
    job = DraftJobFactory(company=other.company)

    ask = program(at_work)

    assert ask("get").json()["results"] == []
    assert ask("get", f"jobs/{job.pk}/").status_code == 404


def test_example_of_the_page_works():
    RoleFactory(slug="ml-engineer")
    CountryFactory(slug="us")
    at_work = member()
    page = html.unescape(signed_in(at_work).get(PAGE).content.decode())
    [(path, key, body)] = re.findall(
        r"curl -X POST \S+/api/v1/hire/(jobs/) .*?Idempotency-Key: ([\w-]+).*?--json '(.*?)'",
        page,
        re.DOTALL,
    )
    [(submit, seen, empty)] = re.findall(
        r"curl -X POST \S+/hire/jobs/12/(submit/) .*?If-Match: \"(\d)\".*?--json '(.*?)'",
        page,
        re.DOTALL,
    )
    ask = program(at_work)

    listed = ask("get", path)
    made = ask("post", path, json.loads(body), key=key)
    done = ask("post", f"jobs/{made.json()['id']}/{submit}", json.loads(empty), seen=seen)

    assert (listed.status_code, made.status_code, done.status_code) == (200, 201, 200)
    assert made.json()["lacks"] == []
    assert Job.objects.get().status == "in_review"


def test_page_costs_the_same_for_one_and_for_thirty(django_assert_max_num_queries):
    owner = member(role=Membership.Role.OWNER)
    client = signed_in(owner)
    company_secret(owner)
    with django_assert_max_num_queries(8) as few:
        client.get(PAGE)
    for _ in range(29):
        company_secret(owner)

    with django_assert_max_num_queries(len(few)):
        page = client.get(PAGE)

    assert len(page.context["tokens"]) == 30
