"""Letters: recorded before they are sent, once for each addressee and matter."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.tasks import task_backends
from django_tasks_db.models import DBTaskResult

from portal.mail import post
from portal.mail.models import MOST_ATTEMPTS, Mail
from portal.mail.sending import FORGOTTEN, send_letter
from tests.factories.accounts import UserFactory
from tests.factories.mail import MailFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
BROKEN = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
    }
}


def write(to: object, matter: str = "guide-returned:1:2", **changes: object) -> bool:
    given = {
        "subject": "It\nwent back",
        "template": "emails/_foot.txt",
        "context": {"name": "<b> & Co"},
    }
    return post(to=to, matter=matter, **{**given, **changes})  # type: ignore[arg-type]  # one of each kind


def test_letter_is_sent_once_the_transaction_holds(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    user = UserFactory(email="mara@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        assert write(user)
        assert mailoutbox == []

    letter = Mail.objects.get()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["mara@example.org"], "It went back")
    ]
    assert mailoutbox[0].body == letter.body
    assert mailoutbox[0].from_email == "Rolebook <desk@example.org>"
    assert letter.user == user
    assert letter.sent_at is not None


def test_letter_of_a_transaction_that_is_undone_was_never_written(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write("mara@example.org")
        transaction.set_rollback(True)

    assert mailoutbox == []
    assert not Mail.objects.exists()


def test_addressee_hears_of_a_matter_once(mailoutbox, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told = [
            write("mara@example.org"),
            write("mara@example.org"),
            write("tom@example.org"),
            write("mara@example.org", matter="guide-returned:1:3"),
        ]

    assert told == [True, False, True, True]
    assert [mail.to[0] for mail in mailoutbox] == [
        "mara@example.org",
        "tom@example.org",
        "mara@example.org",
    ]


def test_closed_account_is_not_written_to() -> None:
    assert not write(UserFactory(is_active=False))

    assert not Mail.objects.exists()


def test_plain_text_is_not_escaped() -> None:
    from django.template.loader import render_to_string  # noqa: PLC0415

    body = render_to_string("emails/_foot.txt", {"SITE_URL": "<&>"})

    assert "<&>/admin/" in body


def test_letter_that_fails_is_tried_again_more_and_more_rarely(settings, mailoutbox) -> None:
    working, settings.MAILERS = settings.MAILERS, BROKEN
    letter = MailFactory()
    with time_machine.travel(NOON, tick=False):
        assert not send_letter.call(letter.pk)
        assert not send_letter.call(letter.pk)  # it is leased
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (1, None)
    assert letter.error.startswith("ConnectionRefusedError")

    settings.MAILERS = working
    with time_machine.travel(NOON + timedelta(minutes=4), tick=False):
        assert not send_letter.call(letter.pk)
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        assert send_letter.call(letter.pk)

    letter.refresh_from_db()
    assert (letter.attempts, letter.error) == (2, "")
    assert len(mailoutbox) == 1


def test_letter_that_failed_too_often_is_given_up(mailoutbox) -> None:
    letter = MailFactory(attempts=MOST_ATTEMPTS)
    other = MailFactory()

    call_command("catch_up", stdout=StringIO())

    assert list(Mail.objects.given_up()) == [letter]
    assert [mail.to for mail in mailoutbox] == [[other.to]]


def test_sent_letter_is_not_sent_again(mailoutbox) -> None:
    letter = MailFactory(sent_at=NOON)

    assert not send_letter.call(letter.pk)

    assert mailoutbox == []


def test_task_of_a_killed_worker_is_taken_up_again(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    letter = MailFactory()
    killed, alive = (task_backends["default"].enqueue(send_letter, [letter.pk], {}) for _ in "12")
    rows = DBTaskResult.objects.all()
    rows.filter(pk=killed.id).update(status="RUNNING", started_at=NOON)
    rows.filter(pk=alive.id).update(status="RUNNING", started_at=NOON + timedelta(minutes=10))

    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        call_command("catch_up", stdout=StringIO())

    assert {str(row.pk): row.status for row in rows} == {
        str(killed.id): "READY",
        str(alive.id): "RUNNING",
    }


def test_letter_comes_in_html_too_where_a_template_is_there(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    context = {"title": "<b>Pay</b>", "reason": "Say & cite", "address": "https://x.example/1"}
    with django_capture_on_commit_callbacks(execute=True):
        write("mara@example.org", template="emails/guide_returned.txt", context=context)
        write("mara@example.org", matter="plain")

    drawn, plain = Mail.objects.order_by("pk")
    [content, kind] = mailoutbox[0].alternatives[0]
    assert (content, kind) == (drawn.html, "text/html")
    assert "“&lt;b&gt;Pay&lt;/b&gt;” came back to you" in content
    assert "Say &amp; cite" in content
    assert "“<b>Pay</b>” came back to you" in mailoutbox[0].body
    assert (plain.html, mailoutbox[1].message().is_multipart()) == ("", False)


def test_words_of_a_secret_letter_are_kept_until_it_is_sent(mailoutbox) -> None:
    letter = MailFactory(body="Your code is ABCD-1234.\n", html="<p>ABCD-1234</p>", is_secret=True)

    assert send_letter.call(letter.pk)

    letter.refresh_from_db()
    assert mailoutbox[0].body == "Your code is ABCD-1234.\n"
    assert (letter.body, letter.html) == (FORGOTTEN, "")


def test_desk_shows_a_drawn_letter_as_a_stranger(admin_client) -> None:
    open_, secret = (
        MailFactory(html="<script>alert(1)</script><p>Hello</p>", is_secret=is_secret)
        for is_secret in (False, True)
    )

    page = admin_client.get(f"/admin/mail/mail/{open_.pk}/drawn/")

    assert page.content.decode() == open_.html
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    assert admin_client.get(f"/admin/mail/mail/{secret.pk}/drawn/").status_code == 404
    shown = admin_client.get(f"/admin/mail/mail/{secret.pk}/change/").content.decode()
    assert "For its addressee alone." in shown
    assert secret.body not in shown
