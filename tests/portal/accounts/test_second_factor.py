"""What the desk asks of staff besides a password."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

RIGHT = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
SITE, DESK = reverse("accounts:sign-in"), "/admin/login/"


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def sign_in(place, person):
    client = Client()
    return client, client.post(place, {"username": person.email, "password": RIGHT})


def with_app(person):
    TOTP.activate(person, SECRET)
    return person


@pytest.mark.parametrize("place", [SITE, DESK])
def test_password_alone_opens_no_account_that_has_a_second_factor(place):
    person = with_app(StaffFactory())

    client, answer = sign_in(place, person)
    shut = client.get("/hire/").status_code
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code
    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert (answer.url, shut, wrong) == (reverse("mfa_authenticate"), 302, 200)
    assert client.get("/hire/").wsgi_request.user == person


def test_desk_opens_after_a_second_factor_in_the_same_session(settings):
    settings.STAFF_TWO_FACTOR = True
    without, bare = SuperuserFactory(), with_app(SuperuserFactory())
    kept = Client()
    kept.force_login(bare)  # as a session from before the app was added

    client, _ = sign_in(DESK, without)
    led = client.get("/admin/", follow=True)
    asked = kept.get("/admin/", follow=True)
    through, _ = sign_in(DESK, with_app(SuperuserFactory()))
    through.post(reverse("mfa_authenticate"), {"code": code()})

    assert led.redirect_chain[-1] == (reverse("mfa_index"), 302)
    assert "needs a second factor" in led.content.decode()
    assert client.post("/admin/accounts/user/add/").status_code == 302
    assert asked.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    assert through.get("/admin/").status_code == 200


def test_staff_who_add_an_app_may_work_at_once(settings, monkeypatch):
    settings.STAFF_TWO_FACTOR = True
    person = SuperuserFactory()
    client, _ = sign_in(DESK, person)

    client.post(reverse("account_reauthenticate"), {"password": RIGHT})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    value = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    monkeypatch.setattr(transaction, "on_commit", lambda effect, **_: effect())
    client.post(reverse("mfa_activate_totp"), {"code": value})

    kinds = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "totp"]
    assert client.get("/admin/").status_code == 200


def test_second_factor_is_asked_of_nobody_on_ones_own_machine():
    client, _ = sign_in(DESK, SuperuserFactory())

    assert client.get("/admin/").status_code == 200


def test_wrong_codes_are_limited():
    person = with_app(UserFactory())
    client, _ = sign_in(SITE, person)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert client.get("/hire/").status_code == 302
