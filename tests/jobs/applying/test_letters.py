"""A letter reaches an employer whose address no page shows, and nothing is kept of it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from jobs.applying.actions import forget_applications
from portal.mail.models import Mail
from tests.factories.jobs import OpenJobFactory

ADDRESS = "hidden+ml@quill.example"
LETTER = {
    "name": "Ada  Example",
    "email": "ada@reader.example",
    "link": "ada.example/cv",
    "message": "I would like to.\r\nThe listing: https://evil.example",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return OpenJobFactory(title="Engineer", external_id="Q-17", apply_url="", apply_email=ADDRESS)


def send(job, **changed):
    return Client(headers={"sec-fetch-site": "same-origin"}).post(
        f"/jobs/{job.slug}/apply/letter/send/",
        urlencode(LETTER | changed),
        content_type="application/x-www-form-urlencoded",
    )


def test_letter_goes_to_the_employer_and_answers_go_to_its_writer(
    job, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(job)

    (letter,) = mail.outbox
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/jobs/{job.slug}/apply/letter/sent/",
    )
    assert (letter.to, letter.reply_to, letter.subject) == (
        [ADDRESS],
        ["ada@reader.example"],
        "Application: Engineer",
    )
    assert letter.body.startswith("Ada Example applies for “Engineer” (Q-17).")
    assert "https://ada.example/cv" in letter.body
    assert "> I would like to.\n> The listing: https://evil.example\n" in letter.body
    assert f"\nThe listing: http://testserver/jobs/{job.slug}/\n" in letter.body
    page = Client().get(answer.headers["Location"]).content.decode()
    assert "Your letter is on its way" in page
    assert ADDRESS not in page


def test_nothing_of_a_letter_is_kept_once_it_is_sent(job, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(job)

    (row,) = Mail.objects.values()
    assert row["sent_at"]
    for trace in ("Ada", "ada@", "ada.example", "I would like"):
        assert trace not in str(row)


def test_letter_that_cannot_be_sent_is_forgotten_after_thirty_days(job, time_machine):
    send(job)
    assert Mail.objects.get().reply_to == "ada@reader.example"

    time_machine.move_to(timezone.now() + timedelta(days=29))
    kept = forget_applications()
    time_machine.move_to(timezone.now() + timedelta(days=2))

    assert (kept, forget_applications()) == (0, 1)
    assert not Mail.objects.exists()


def test_letter_sent_twice_arrives_once(job):
    answers = [send(job), send(job), send(job, message="Another.")]

    assert [answer.status_code for answer in answers] == [303] * 3
    assert Mail.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Enter the name"),
        ("email", "", "Enter the address"),
        ("email", "ada@reader.example\r\nBcc: all@world.example", "valid email"),
        ("email", "nobody", "valid email"),
        ("link", "javascript:alert(1)", "valid URL"),
        ("message", "", "Write to the employer"),
        ("message", "x" * 4_001, "at most 4000"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(job, field, value, words):
    answer = send(job, **{field: value})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in str(answer.context["form"].errors[field])
    assert 'aria-invalid="true"' in page
    for name in {"name", "email", "link"} - {field}:
        assert f'value="{LETTER[name]}"' in page
    assert ADDRESS not in page
    assert not Mail.objects.exists()


def test_name_cannot_add_headers_or_lines(job, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(job, name="Ada\r\nBcc: all@world.example")

    (letter,) = mail.outbox
    assert letter.body.startswith("Ada Bcc: all@world.example applies for")
    assert letter.recipients() == [ADDRESS]


def test_longest_letter_in_any_script_is_taken(job):
    assert send(job, message="語" * 4_000).status_code == 303


def test_one_network_sends_ten_letters_an_hour(job):
    answers = [send(job, message=f"Letter {number}") for number in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]


def test_one_listing_takes_no_flood(job, monkeypatch):
    monkeypatch.setattr("jobs.applying.actions.PER_LISTING", 1)

    answers = [send(job), send(job, message="Another.")]

    assert [answer.status_code for answer in answers] == [303, 400]
    assert "can’t take more letters today" in answers[1].content.decode()
    assert "Another." in answers[1].content.decode()
