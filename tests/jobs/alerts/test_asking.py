"""Asking for an alert: confirmed by the owner of the address alone, and telling nobody what was known."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from jobs.alerts import asking
from jobs.alerts.leaving import forget_unconfirmed
from jobs.models import Alert, SavedSearch, Subscriber
from portal.mail.models import Mail
from tests.factories.alerts import AlertFactory, AskedAlertFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)

HERE = {"origin": "http://testserver"}
WISH = {"email": "Mara@Example.com", "rhythm": "weekly", "hour": "8", "zone": "Europe/Berlin"}


def post(client, address: str, data=None):
    form = "application/x-www-form-urlencoded"
    body = "&".join(f"{name}={value}" for name, value in (data or {"x": 1}).items())
    return client.post(address, body, content_type=form, headers=HERE)


def ask(client, **changes):
    return post(client, "/jobs/alerts/ask/", WISH | changes)


def link_in(letter, name: str) -> str:
    [path] = re.findall(rf"http://testserver(/jobs/alerts/{name}/\S+)", letter.body)
    return path


def test_alert_is_confirmed_by_a_button_behind_the_link(client):
    RoleFactory(slug="ml-engineer", name="ML Engineer")

    answer = ask(client, role="ml-engineer", workplace="remote", posted="7", sort="pay")
    assert answer.status_code == 200
    [letter] = mail.outbox
    path = link_in(letter, "confirm")
    looked = client.get(path)
    alert = Alert.objects.get()
    before = alert.confirmed_at
    pressed = post(client, f"{path}yes/")
    post(client, f"{path}yes/")

    alert.refresh_from_db()
    assert (letter.to, alert.subscriber.email) == (["mara@example.com"], "mara@example.com")
    assert "ML Engineer; Remote" in letter.body
    assert alert.search.query == "role=ml-engineer&workplace=remote"
    assert (alert.rhythm, alert.hour, alert.zone) == ("weekly", 8, "Europe/Berlin")
    assert (looked.status_code, before, pressed.status_code) == (200, None, 200)
    assert alert.confirmed_at is not None
    assert alert.due_at is not None
    assert alert.due_at.weekday() == 0
    assert alert.due_at > alert.confirmed_at
    assert not looked.cookies
    assert not pressed.cookies


def test_link_to_confirm_says_where_an_alert_stands_that_is_confirmed(client):
    ask(client)
    path = link_in(mail.outbox[0], "confirm")
    alert = Alert.objects.get()
    said = {}

    said["asked"] = client.get(path).text
    asking.confirm(alert=alert)
    said["confirmed"] = client.get(path).text
    asking.pause(alert=alert)
    said["paused"] = client.get(path).text

    headings = {name: re.findall("<h1>(.*?)</h1>", text) for name, text in said.items()}
    assert headings == {
        "asked": ["Confirm your job alert"],
        "confirmed": ["Your job alert is on"],
        "paused": ["Your job alert is paused"],
    }
    assert ["erased after a week" in text for text in said.values()] == [True, False, False]


def test_answer_is_the_same_for_known_and_unknown_addresses(client):
    AlertFactory(email="known@example.com", asked_at=None)
    AskedAlertFactory(email="asked@example.com", asked_at=None)

    answers = {}
    for name in ("known", "asked", "nobody"):
        answer = ask(client, email=f"{name}@example.com")
        answers[answer.content.decode().replace(f"{name}@", "x@")] = answer.status_code

    assert list(answers.values()) == [200]
    assert [letter.subject for letter in mail.outbox] == [
        "You have this job alert already",
        "Confirm your job alert",
        "Confirm your job alert",
    ]


def test_second_request_for_the_same_search_sends_nothing_for_a_while(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask(client)
    ask(client)
    ask(client, role="unknown")
    ask(client, website="https://spam.example")
    ask(client, email="else@example.com", website="x")
    assert len(mail.outbox) == 1

    time_machine.shift(timedelta(minutes=11))
    ask(client)

    assert len(mail.outbox) == 2
    assert Alert.objects.count() == 1


def test_address_is_written_to_five_times_an_hour_at_most(client):
    answers = {ask(client, pay_min=str(1_000 + number)).status_code for number in range(9)}

    assert answers == {200}
    assert len(mail.outbox) == 5


def test_client_may_ask_so_often_and_no_more(client):
    statuses = [ask(client, email=f"r{n}@example.com").status_code for n in range(11)]

    assert statuses == [200] * 10 + [429]


def test_link_to_confirm_holds_for_three_days(client, time_machine):
    ask(client)
    path = link_in(mail.outbox[0], "confirm")
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1))

    answers = [client.get(path), post(client, f"{path}yes/")]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert Alert.objects.get().confirmed_at is None
    assert client.get(path[:-5] + "xxxx/").status_code == 404


def test_unconfirmed_request_is_erased_after_a_week(client, time_machine):
    confirmed = AlertFactory()
    ask(client, q="somebody")
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))

    assert forget_unconfirmed() == 1

    assert list(Alert.objects.all()) == [confirmed]
    assert list(Subscriber.objects.all()) == [confirmed.subscriber]
    assert list(SavedSearch.objects.all()) == [confirmed.search]
    assert not Mail.objects.exists()


WRONG = {
    "no address": ({"email": "nobody"}, "Enter a valid email address."),
    "two addresses": ({"email": "a@b.example,c@d.example"}, "Enter a valid email address."),
    "a line break": ({"email": "a@b.example%0ABcc:c@d.example"}, "Enter a valid email address."),
    "endless": ({"email": "x" * 300 + "@b.example"}, "at most"),
    "an unknown zone": ({"zone": "Mars/Olympus"}, "Choose a time zone from the list."),
    "a path for a zone": ({"zone": "../../etc/passwd"}, "Choose a time zone from the list."),
    "no hour": ({"hour": "24"}, "no such choice"),
    "never": ({"rhythm": "hourly"}, "no such choice"),
    "no such role": ({"role": "wizard"}, "There is no role"),
    "no number": ({"pay_min": "NaN"}, "Enter a number."),
}


def test_what_cannot_be_understood_is_named_and_what_was_typed_stays(client):
    for what, (changes, words) in WRONG.items():
        answer = ask(client, **changes)

        text = answer.content.decode()
        assert (what, answer.status_code, words in text) == (what, 400, True)
        if "email" not in changes:
            assert 'value="Mara@Example.com"' in text
    assert not mail.outbox
    assert not Subscriber.objects.exists()
