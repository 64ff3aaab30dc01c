"""Signing up, confirming an address, choosing another password: what strangers learn, and how often they may try."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.adapter import AccountAdapter
from portal.accounts.attempts import PER_ADDRESS, Attempt
from portal.accounts.models import User
from portal.mail.models import Mail
from portal.mail.sending import FORGOTTEN
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP, CONFIRM = reverse("account_signup"), reverse("account_email_verification_sent")
FORGOTTEN_PAGE = reverse("account_reset_password")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
PASSWORD = "Zu9-fenster-kran"


@pytest.fixture
def letters(mailoutbox, monkeypatch):
    """Letters are sent when they are posted: the test's transaction is never committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda effect, **_: effect())
    return mailoutbox


def sign_up(client, email="mara@example.org", **given):
    data = {"name": "Mara Lind", "email": email, "password1": PASSWORD, **given}
    return client.post(SIGN_UP, data)


def code_in(letter) -> str:
    [code] = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", letter.body)
    return code


def bare(answer, *addresses) -> tuple[object, ...]:
    """All of an answer that a stranger sees, without the tokens that differ each time and the address typed."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    for address in addresses:
        text = text.replace(address, "…")
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, kept, sorted(answer.cookies), text


def test_code_of_the_letter_confirms_the_address_and_signs_in(client, letters):
    asked = sign_up(client)
    assert (asked.status_code, asked.url) == (302, CONFIRM)
    person = User.objects.get(email="mara@example.org")
    assert (person.name, person.has_verified_address) == ("Mara Lind", False)
    assert client.get("/hire/").status_code == 302

    done = client.post(CONFIRM, {"code": code_in(letters[0])})

    assert (done.status_code, done.url) == (302, reverse("accounts:home"))
    assert client.get("/hire/").wsgi_request.user == person
    assert person.has_verified_address
    recorded = Mail.objects.get()
    assert (recorded.to, recorded.body, recorded.html) == (person.email, FORGOTTEN, "")
    assert letters[0].alternatives[0][0].count(code_in(letters[0])) == 1


def test_wrong_code_can_be_tried_three_times(client, letters):
    sign_up(client)

    answers = [client.post(CONFIRM, {"code": "AAAA-AAAA"}).status_code for _ in range(3)]
    late = client.post(CONFIRM, {"code": code_in(letters[0])})

    assert answers == [200, 200, 302]
    assert late.url == reverse("account_login")
    assert not User.objects.get().has_verified_address


def test_known_and_unknown_address_get_one_answer_at_sign_up(letters):
    UserFactory(email="known@example.org")
    answers = []
    for email in ("known@example.org", "fresh@example.org"):
        client = Client()
        with time_machine.travel(NOON, tick=False) as clock:
            seen = [sign_up(client, email), client.get(CONFIRM)]
            clock.shift(11)
            seen += [client.post(CONFIRM, {"action": "resend"}), client.get(CONFIRM)]
            seen += [client.post(CONFIRM, {"code": "AAAA-AAAA"}) for _ in range(3)]
            seen += [client.get(seen[-1].url), client.get(CONFIRM)]
        answers.append([bare(answer, email) for answer in seen])

    assert answers[0] == answers[1]
    assert [answer[0] for answer in answers[0]] == [302, 200, 302, 200, 200, 200, 302, 200, 302]
    assert [(mail.to, mail.subject) for mail in letters] == [
        (["known@example.org"], "You already have an account"),
        (["fresh@example.org"], "Your code to confirm your address"),
        (["fresh@example.org"], "Your code to confirm your address"),
    ]


def test_known_and_unknown_address_get_one_answer_for_a_new_password(letters):
    UserFactory(email="known@example.org")
    answers = []
    for email in ("known@example.org", "fresh@example.org"):
        client = Client()
        with time_machine.travel(NOON, tick=False):
            sent: Any = client.post(FORGOTTEN_PAGE, {"email": email})
            answers.append([bare(answer, email) for answer in (sent, client.get(sent.url))])

    assert answers[0] == answers[1]
    assert [(mail.to, mail.subject) for mail in letters] == [
        (["known@example.org"], "Choose a new password"),
        (["fresh@example.org"], "There is no account"),
    ]


def test_link_to_a_new_password_counts_once_and_comes_from_the_site(client, letters, settings):
    settings.ALLOWED_HOSTS = ["*"]
    person = UserFactory(email="mara@example.org")
    client.post(FORGOTTEN_PAGE, {"email": person.email}, headers={"host": "evil.example"})
    [link] = re.findall(r"http\S+/new/\S+", letters[0].body)
    assert link.startswith("http://testserver/account/password/new/")
    assert "evil.example" not in letters[0].body + letters[0].alternatives[0][0]

    form = client.get(link.removeprefix("http://testserver"), follow=True)
    new = {"password1": PASSWORD, "password2": PASSWORD}
    done = client.post(form.redirect_chain[-1][0], new)
    again = client.get(link.removeprefix("http://testserver"))

    person.refresh_from_db()
    assert done.url == reverse("account_reset_password_from_key_done")
    assert person.check_password(PASSWORD)
    assert "no longer counts" in again.content.decode()
    assert letters[1].subject == "Your password was changed"


def test_another_address_counts_once_its_code_is_entered(client, letters):
    person = UserFactory(email="mara@example.org")
    client.force_login(person)
    page = client.post(reverse("account_email"), {"action_add": "1", "email": "new@example.org"})
    if "again" in page["Location"]:
        client.post(page["Location"], {"password": "correct horse battery"})
        page = client.post(
            reverse("account_email"), {"action_add": "1", "email": "new@example.org"}
        )
    person.refresh_from_db()
    assert person.email == "mara@example.org"

    client.post(CONFIRM, {"code": code_in(letters[-1])})

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert [row.email for row in person.emailaddress_set.all()] == ["new@example.org"]
    assert [mail.to[0] for mail in letters] == ["new@example.org", "mara@example.org"]


def test_accounts_from_one_client_are_limited(client, letters):
    answers = [sign_up(Client(), f"p{n}@example.org").status_code for n in range(21)]

    assert answers == [302] * 20 + [429]


def test_limit_of_passwords_holds_under_parallel_attempts(rf):
    """Also where a password is asked for again, which is django-allauth’s own form."""

    def attempt(_: int) -> bool:
        try:
            AccountAdapter().pre_authenticate(rf.post("/"), email="mara@example.org")
        except Exception:  # noqa: BLE001  # whichever way it refuses
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(20) as pool:
        allowed = sum(pool.map(attempt, range(20)))

    assert allowed == PER_ADDRESS
    assert not Attempt("mara@example.org", client="elsewhere").is_allowed()


def test_sessions_end_everywhere_at_once(client):
    person = UserFactory()
    here, there, other = Client(), Client(), Client()
    for browser, somebody in ((here, person), (there, person), (other, UserFactory())):
        browser.force_login(somebody)

    here.post(reverse("accounts:sign-out-everywhere"))

    found = [client.get("/hire/").status_code for client in (here, there, other)]
    assert found == [302, 302, 200]
    cache.clear()
    signed_in = Client().post(
        reverse("accounts:sign-in"), {"username": person.email, "password": "correct horse battery"}
    )
    assert signed_in["Location"] == "/account/"
