"""Letters about new jobs: each match once, only what is open, to those whose hour has come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from jobs import actions
from jobs.alerts.sending import send_due
from jobs.models import Alert, CloseReason, Job, Told
from portal.mail.models import Mail
from portal.mail.sending import send_letter
from portal.taxonomy.actions import merge_roles
from tests.factories.alerts import AlertFactory, AskedAlertFactory
from tests.factories.jobs import (
    ClosedJobFactory,
    DraftJobFactory,
    ExpiredJobFactory,
    OpenJobFactory,
    ScheduledJobFactory,
    content,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CityFactory, RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def titles_told() -> dict[str, list[str]]:
    """By addressee, what each letter names."""
    titles = list(Job.objects.order_by("pk").values_list("title", flat=True).distinct())
    found: dict[str, list[str]] = {}
    for letter in mail.outbox:
        names = [title for title in titles if f"\n{title}\n" in letter.body]
        found.setdefault(letter.to[0], []).append(", ".join(names))
    return found


def parts_of(letter: Any) -> dict[str, str]:
    """Content by type, as a mail program finds it."""
    parts = [part for part in letter.message().walk() if not part.is_multipart()]
    return {part.get_content_type(): part.get_content() for part in parts}


def test_letter_names_what_is_new_and_open_and_fits():
    ai = RoleFactory(slug="ai-engineer", name="AI Engineer")
    AlertFactory(email="ai@example.com", query="role=ai-engineer&workplace=hybrid")
    AlertFactory(email="words@example.com", query="q=kubernetes")
    AlertFactory(email="misspelled@example.com", query="q=kubernetis")
    AlertFactory(email="rich@example.com", query="pay_min=900000")
    AskedAlertFactory(email="unconfirmed@example.com")
    AlertFactory(email="later@example.com", due_at=timezone.now() + timedelta(hours=1))
    OpenJobFactory(title="Fits", primary_role=ai, description="With Kubernetes.")
    OpenJobFactory(title="On-site", primary_role=ai, workplace="onsite")
    OpenJobFactory(title="Other role")
    for factory in (ExpiredJobFactory, ClosedJobFactory, DraftJobFactory, ScheduledJobFactory):
        factory(title="Hidden", primary_role=ai)

    assert send_due() == 2
    assert send_due() == 0

    assert titles_told() == {"ai@example.com": ["Fits"], "words@example.com": ["Fits"]}
    assert (
        mail.outbox[0].subject == "New job: Fits at " + Job.objects.get(title="Fits").company.name
    )
    assert Told.objects.count() == 2


def test_letter_says_pay_place_and_where_the_pay_stands_and_leads_to_the_site():
    role = RoleFactory(slug="ml-engineer")
    PublishedBenchmarkFactory(role=role, measure="mid-level")
    alert = AlertFactory(email="mara@example.com")
    job = OpenJobFactory(title="R&D <lead>", locations=[CityFactory(name="Ulm")])

    send_due()

    [letter] = mail.outbox
    html = parts_of(letter)["text/html"]
    for text in (letter.body, html):
        assert "$150,000 to $180,000 a year" in text
        assert "Ulm" in text
        assert "This pay" in text
        assert "Source: " in text
        assert f"http://testserver{job.get_absolute_url()}" in text
        assert "http://testserver/jobs/alerts/manage/" in text
    assert "R&D <lead>" in letter.body
    assert "R&amp;D &lt;lead&gt;" in html
    told = Told.objects.get()
    row = Mail.objects.get()
    assert (told.alert, told.letter, told.job) == (alert, row, job)
    raw = letter.message().as_string()
    assert f"\nList-Unsubscribe: <{row.unsubscribe_url}>\n" in raw
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in raw
    assert f"\nMessage-ID: {row.message_id}\n" in raw
    assert row.unsubscribe_url.startswith("http://testserver/jobs/alerts/leave/")


def test_job_is_told_once_to_an_address_with_two_searches():
    AlertFactory(email="mara@example.com", query="workplace=hybrid")
    AlertFactory(email="mara@example.com")
    OpenJobFactory(title="Both")
    OpenJobFactory(title="One", workplace="onsite")

    send_due()

    assert titles_told() == {"mara@example.com": ["Both", "One"]}


def test_what_was_public_before_the_confirmation_is_not_told_even_when_reopened(time_machine):
    time_machine.move_to(NOON, tick=False)
    old = OpenJobFactory(title="Old", at=NOON)
    closed = ClosedJobFactory(title="Reopened", at=NOON)
    time_machine.shift(timedelta(days=1))
    alert = AlertFactory(
        email="mara@example.com",
        confirmed_at=timezone.now(),
        checked_at=timezone.now(),
        due_at=None,
    )
    time_machine.shift(timedelta(hours=1))
    actions.save_job(job=old, by=None, values={**_values(old), "title": "Old, edited"}, base=1)
    actions.submit_job(job=old, by=None)
    actions.approve_job(job=old, by=None)
    actions.reopen_job(job=closed, by=None, closes_at=timezone.now() + timedelta(days=9))
    new = OpenJobFactory(title="New", at=None)
    late = ScheduledJobFactory(title="Approved, live later", at=timezone.now() + timedelta(hours=5))

    Alert.objects.update(due_at=timezone.now())
    send_due()
    actions.close_job(job=new, by=None, reason=CloseReason.FILLED)
    actions.reopen_job(job=new, by=None, closes_at=timezone.now() + timedelta(days=9))
    time_machine.shift(timedelta(days=1))
    send_due()
    time_machine.shift(timedelta(days=1))
    send_due()

    assert titles_told() == {"mara@example.com": ["New", "Approved, live later"]}
    assert set(alert.told.values_list("job_id", flat=True)) == {new.pk, late.pk}


def _values(job: Job):
    latest = job.revisions.get(number=job.latest_number)
    names = ("description", "responsibilities", "employment_type", "level", "workplace", "pay_min")
    more = ("pay_max", "currency", "period", "benefits", "apply_url", "primary_role")
    return content(**{name: getattr(latest, name) for name in (*names, *more)})


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "America/Los_Angeles"])
def test_job_that_expired_a_second_ago_is_in_no_letter(zone, time_machine):
    time_machine.move_to(NOON, tick=False)
    AlertFactory(email="mara@example.com", zone=zone)
    gone = OpenJobFactory(
        title="Gone", at=NOON - timedelta(hours=1), closes_at=NOON + timedelta(hours=1)
    )
    OpenJobFactory(
        title="Open", at=NOON - timedelta(hours=1), closes_at=NOON + timedelta(hours=1, seconds=2)
    )

    time_machine.move_to(gone.closes_at + timedelta(seconds=1))
    send_due()

    assert titles_told() == {"mara@example.com": ["Open"]}


def test_letter_that_waited_is_written_anew_without_what_expired(settings, time_machine):
    working = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    time_machine.move_to(NOON, tick=False)
    alerts = [
        AlertFactory(email=f"{name}@example.com", query=f"q={name}") for name in ("ada", "bo", "cy")
    ]
    for name in ("ada", "bo", "cy"):
        OpenJobFactory(title=f"Short {name}", description=name, closes_at=NOON + timedelta(hours=1))
    OpenJobFactory(title="Long ada", description="ada")
    OpenJobFactory(title="Long cy", description="cy")
    send_due()
    assert [letter.attempts for letter in Mail.objects.all()] == [1, 1, 1]

    settings.MAILERS = working
    alerts[2].delete()
    time_machine.shift(timedelta(hours=2))
    for letter in Mail.objects.all():
        send_letter.call(letter.pk)

    assert titles_told() == {"ada@example.com": ["Long ada"]}
    assert [letter.to for letter in Mail.objects.all()] == ["ada@example.com"]


def test_alert_for_what_is_no_longer_there_stops_and_says_so():
    CityFactory(slug="ulm", name="Ulm")
    alert = AlertFactory(email="mara@example.com", query="city=ulm&workplace=hybrid")
    alert.search.query = "city=atlantis&workplace=hybrid"
    alert.search.save()
    OpenJobFactory(title="Anywhere")

    assert send_due() == 1
    assert send_due() == 0

    [letter] = mail.outbox
    alert.refresh_from_db()
    assert "There is no city “atlantis”." in letter.body
    assert "Anywhere" not in letter.body
    assert alert.lapsed_at is not None
    assert not Told.objects.exists()


def test_alert_of_a_merged_role_goes_on_with_the_one_that_stays():
    keep, gone = RoleFactory(slug="ml-engineer"), RoleFactory(slug="ai-builder", name="AI Builder")
    AlertFactory(email="mara@example.com", query="role=ai-builder")
    merge_roles(keep=keep, gone=gone, by=None)
    OpenJobFactory(title="After", primary_role=keep)

    send_due()

    assert titles_told() == {"mara@example.com": ["After"]}


def test_more_than_a_letter_names_is_counted(monkeypatch):
    monkeypatch.setattr("jobs.alerts.sending.SHOWN", 2)
    AlertFactory(email="mara@example.com")
    for number in range(5):
        OpenJobFactory(title=f"Number {number}")

    send_due()

    [letter] = mail.outbox
    assert letter.subject == "5 new jobs: any role, anywhere"
    assert "And 3 more." in letter.body
    assert Told.objects.count() == 2
