"""Tokens of the API: who makes them, what they are good for, and how they end."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.accounts.models import ApiToken
from portal.accounts.tokens import find_token, make_token, revoke_token
from tests.factories.accounts import StaffFactory, SuperuserFactory, TokenFactory, secret_of

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/apitoken/"
NOW = datetime(2026, 11, 4, 9, 0, 15, tzinfo=UTC)


@pytest.fixture
def author():
    return StaffFactory(groups=("author",))


def in_days(days):
    return timezone.now() + timedelta(days=days)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_secret_is_found_again_and_stored_nowhere(author):
    token, secret = make_token(
        owner=author, name="Import", scopes=["guides:write"], expires_at=in_days(1)
    )

    found: Any = find_token(secret)

    assert (found, found.owner, found.scope_names) == (token, author, {"guides:write"})
    assert secret.startswith(token.prefix)
    assert len(secret) > 3 * len(token.prefix)
    assert secret not in str(ApiToken.objects.values().get())


@pytest.mark.parametrize("scopes", [[], ["guides:publish"], ["guides:write", "no:such"]])
def test_scope_beyond_the_owners_rights_is_refused(author, scopes):
    with pytest.raises(ValidationError, match="Choose from what you may do yourself"):
        make_token(owner=author, name="Import", scopes=scopes, expires_at=in_days(1))

    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("of_token", "of_owner"),
    [
        ({"revoked_at": NOW}, {}),
        ({"created_at": NOW - timedelta(days=9), "expires_at": NOW}, {}),
        ({}, {"is_active": False}),
        ({}, {"is_staff": False}),
    ],
    ids=["revoked", "run out", "inactive", "no longer staff"],
)
@time_machine.travel(NOW, tick=False)
def test_token_out_of_force_is_not_found(author, of_token, of_owner):
    good, bad = secret_of(author), secret_of(StaffFactory(**of_owner), **of_token)

    assert (find_token(good) is None, find_token(bad) is None) == (False, True)
    assert find_token(good[:-1]) is None
    assert find_token("\ud800") is None


def test_use_is_noted_once_a_minute(author, django_assert_num_queries):
    secret = secret_of(author)
    noted = []

    with time_machine.travel(NOW, tick=False) as clock:
        for seconds in (0, 59, 1):
            clock.shift(seconds)
            find_token(secret)
            noted.append(ApiToken.objects.get().last_used_at)
        with django_assert_num_queries(2):
            find_token(secret)

    assert noted == [NOW, NOW, NOW + timedelta(seconds=60)]


def test_token_is_revoked_once(author):
    token, other = TokenFactory(owner=author), StaffFactory()

    assert revoke_token(token=token, by=author)
    assert not revoke_token(token=token, by=other)

    token.refresh_from_db()
    assert token.revoked_by == author


# On the desk


def test_token_is_shown_once_and_works(author):
    client = signed_in(author)
    data = {"name": "Import from the wiki", "scopes": ["guides:read"], "days": "30"}

    made = client.post(f"{LIST}add/", data)

    [secret] = re.findall(r'value="(rbk_[\w-]{43})"', made.text)
    token: Any = find_token(secret)
    assert (token.owner, token.name, token.scope_names) == (author, data["name"], {"guides:read"})
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    assert {"private", "no-store"} <= set(made.headers["Cache-Control"].split(", "))
    for page in (LIST, f"{LIST}{token.pk}/change/", f"{LIST}{token.pk}/history/"):
        shown = client.get(page).text
        assert "Import from the wiki" in shown
        assert secret not in shown


def test_form_offers_what_its_reader_may_do(author):
    page = signed_in(author).get(f"{LIST}add/").text
    editors = signed_in(StaffFactory(groups=("editor",))).get(f"{LIST}add/").text

    assert re.findall(r'value="(guides:\w+)"', page) == ["guides:read", "guides:write"]
    assert len(re.findall(r'value="(guides:\w+)"', editors)) == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("scopes", "guides:publish"),
        ("scopes", "x" * 2000),
        ("scopes", ""),
        ("days", "3650"),
        ("days", "1" + "0" * 20),
        ("days", "NaN"),
    ],
)
def test_form_refuses_what_it_did_not_offer(author, field, value):
    data = {"name": "Import", "scopes": ["guides:read"], "days": "30", field: value}

    answer = signed_in(author).post(f"{LIST}add/", data)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not ApiToken.objects.exists()


def test_others_tokens_are_there_for_superusers_only(author):
    token = TokenFactory(owner=StaffFactory(groups=("editor",)))
    revoke = f"{LIST}{token.pk}/revoke/"

    found = {
        kind: (token.prefix in client.get(LIST).text, client.post(revoke).status_code)
        for kind, client in (
            ("author", signed_in(author)),
            ("superuser", signed_in(SuperuserFactory())),
        )
    }

    assert found == {"author": (False, 404), "superuser": (True, 302)}


def test_owner_revokes_a_token(author):
    secret = secret_of(author)
    token = ApiToken.objects.get()
    client = signed_in(author)

    asked = client.get(f"{LIST}{token.pk}/revoke/")
    still = find_token(secret)
    answer = client.post(f"{LIST}{token.pk}/revoke/")

    assert "Revoke the token" in asked.text
    assert still == token
    assert answer.headers["Location"] == LIST
    assert find_token(secret) is None
    assert "revoked" in client.get(f"{LIST}{token.pk}/change/").text
