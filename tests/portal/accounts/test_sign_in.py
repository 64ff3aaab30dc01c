"""Signing in to the site and to the desk, under the same limits."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from portal.accounts.attempts import PER_ADDRESS, PER_CLIENT
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

SITE, DESK = "/account/sign-in/", "/admin/login/"
RIGHT = "correct horse battery"
# Three minutes and a bit before a window ends.
NOW = datetime(2026, 11, 4, 9, 11, 50, tzinfo=UTC)
REFUSED = ["There were too many attempts to sign in. Wait 4 minutes, then try again."]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def ada() -> User:
    return StaffFactory(email="ada@example.org")


def sign_in(place, email="ada@example.org", password="wrong", client="192.0.2.1"):
    data = {"username": email, "password": password}
    return Client(REMOTE_ADDR=client).post(place, data)


def told(answer):
    """Status, and the errors of the form; the person who signed in instead where somebody did."""
    user = answer.wsgi_request.user
    if user.is_authenticated:
        return answer.status_code, user.email
    return answer.status_code, answer.context["form"].non_field_errors()


def fail(place, times, email="ada@example.org"):
    return [told(sign_in(place, email, client=f"192.0.2.{n}"))[0] for n in range(times)]


@pytest.mark.parametrize("place", [SITE, DESK])
def test_right_password_is_refused_too_while_limited(place, ada, clock):
    failed = fail(place, PER_ADDRESS)

    refused = sign_in(place, password=RIGHT)
    clock.shift(190)
    after = sign_in(place, password=RIGHT)

    assert failed == [200] * PER_ADDRESS
    assert told(refused) == (429, REFUSED)
    assert REFUSED[0] in refused.content.decode()
    assert told(after) == (302, "ada@example.org")


@pytest.mark.parametrize("place", [SITE, DESK])
def test_answer_says_when_to_come_back(place, ada):
    fail(place, PER_ADDRESS)

    refused = sign_in(place)

    assert refused.headers["Retry-After"] == "190"
    assert {"private", "no-store"} <= set(refused.headers["Cache-Control"].split(", "))


def test_last_minute_is_one_minute(ada, clock):
    fail(SITE, PER_ADDRESS)
    clock.shift(189)

    refused = told(sign_in(SITE))

    assert refused[1] == [REFUSED[0].replace("4 minutes", "1 minute")]


@pytest.mark.parametrize(("failed_at", "tried_at"), [(SITE, DESK), (DESK, SITE)])
def test_site_and_desk_count_together(failed_at, tried_at, ada):
    fail(failed_at, PER_ADDRESS)

    assert told(sign_in(tried_at, password=RIGHT))[1] == REFUSED


@pytest.mark.parametrize("place", [SITE, DESK])
def test_unknown_address_gets_the_same_answers_as_a_known_one(place, ada):
    UserFactory(email="gone@example.org", is_active=False)

    known, unknown, inactive = (
        [told(sign_in(place, email)) for _ in range(PER_ADDRESS + 1)]
        for email in ("ada@example.org", "nobody@example.org", "gone@example.org")
    )

    assert known == unknown == inactive
    assert known[-1][1] == REFUSED != known[-2][1]


def test_right_password_of_somebody_else_than_staff_is_a_failure_at_the_desk():
    UserFactory(email="recruiter@example.org")

    answers = [
        told(sign_in(DESK, "recruiter@example.org", RIGHT))[1] for _ in range(PER_ADDRESS + 1)
    ]

    assert "for a staff account" in answers[0][0]
    assert answers[0] == answers[-2]
    assert answers[-1] == REFUSED


def test_success_lets_one_mistype_as_often_again(ada):
    before = fail(SITE, PER_ADDRESS - 1)

    signed_in = told(sign_in(SITE, password=RIGHT))

    assert signed_in == (302, "ada@example.org")
    assert before + fail(SITE, PER_ADDRESS + 1) == [200] * (2 * PER_ADDRESS - 1) + [429]


def test_client_beyond_its_limit_is_refused_and_others_are_not(ada):
    for n in range(PER_CLIENT):
        sign_in(SITE, f"person{n}@example.org")

    refused = told(sign_in(SITE, password=RIGHT))

    assert refused == (429, REFUSED)
    assert told(sign_in(SITE, password=RIGHT, client="192.0.2.2")) == (302, "ada@example.org")


def test_form_with_a_gap_is_not_counted(ada):
    for email, password in [("ada@example.org", ""), ("", "x"), ("a\0@example.org", "x")]:
        for _ in range(PER_CLIENT):
            sign_in(SITE, email, password)

    assert told(sign_in(SITE, password=RIGHT)) == (302, "ada@example.org")


@pytest.mark.parametrize("place", [SITE, DESK])
@pytest.mark.parametrize("email", ["x" * 100_000, "a b\tc", "\u0131\ufdfa@example.org"])
def test_hostile_address_is_counted_like_any_other(email, place):
    answers = [told(sign_in(place, email))[1] for _ in range(PER_ADDRESS + 1)]

    assert "Please enter" in answers[-2][0]
    assert answers[-1] == REFUSED
