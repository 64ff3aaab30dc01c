"""Ending alerts by one click, changing them, and erasing an address from every table."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.alerts.leaving import forget_letters
from jobs.alerts.links import leave_token, manage_token
from jobs.alerts.sending import send_due
from jobs.models import Alert, SavedSearch, Subscriber, Told
from portal.mail.models import Mail
from tests.factories.accounts import SuperuserFactory
from tests.factories.alerts import AlertFactory
from tests.factories.jobs import OpenJobFactory
from tests.jobs.alerts.test_asking import ask, post

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "mara.traces@example.com"


def tables_with(text: str) -> set[str]:
    """Every table of the database in which a value holds it, whatever the column."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values_list()
        if any(text in str(value).lower() for value in row)
    }


def test_one_click_ends_the_alert_without_cookie_or_redirect():
    ended, kept = (AlertFactory(email=ADDRESS, query=query) for query in ("", "workplace=remote"))
    OpenJobFactory()
    send_due()
    [address] = Mail.objects.values_list("unsubscribe_url", flat=True)
    path = address.removeprefix("http://testserver")
    client = Client(enforce_csrf_checks=True)
    one_click = {"List-Unsubscribe": "One-Click"}

    looked = client.get(path)
    before = Alert.objects.count()
    clicked = client.post(path, one_click)
    again = client.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")

    assert (looked.status_code, before) == (200, 2)
    assert (clicked.status_code, again.status_code) == (200, 200)
    assert list(Alert.objects.all()) == [kept]
    assert not SavedSearch.objects.filter(pk=ended.search_id).exists()
    for answer in (looked, clicked, again):
        assert not answer.cookies
        assert "no-store" in answer.headers["Cache-Control"]


def test_last_alert_to_end_leaves_nothing(client):
    alert = AlertFactory(email=ADDRESS)
    OpenJobFactory()
    send_due()

    client.post(f"/jobs/alerts/leave/{leave_token(alert)}/")

    assert tables_with(ADDRESS) == set()


def test_links_that_were_made_up_lead_nowhere(client):
    alert = AlertFactory()
    token = manage_token(alert.subscriber)
    wrong = [
        f"/jobs/alerts/leave/{token}/",  # of another kind
        f"/jobs/alerts/leave/{alert.key}/",
        f"/jobs/alerts/manage/{alert.subscriber.key}/",
        f"/jobs/alerts/manage/{token[:-1]}/",
        "/jobs/alerts/manage/x/",
        f"/jobs/alerts/confirm/{token}/",
    ]

    answers = {address: client.get(address).status_code for address in wrong}
    posted = client.post(wrong[0])

    assert set(answers.values()) == {404}
    assert posted.status_code == 404
    assert Alert.objects.get() == alert


def test_subscriber_changes_pauses_and_goes_on(client):
    alert = AlertFactory(email=ADDRESS)
    other = AlertFactory()
    page = f"/jobs/alerts/manage/{manage_token(alert.subscriber)}/"

    def step(do: str, row: Alert = alert, **more: str):
        when = {f"{row.pk}-{name}": value for name, value in more.items()}
        answer = post(client, f"{page}change/", {"do": do, "alert": row.pk} | when)
        alert.refresh_from_db()
        return answer

    saved = step("save", rhythm="weekly", hour="22", zone="Asia/Tokyo")
    assert (saved.status_code, saved.headers["Location"].endswith("?done=save")) == (303, True)
    assert (alert.rhythm, alert.hour, alert.zone) == ("weekly", 22, "Asia/Tokyo")
    assert (alert.due_at.weekday(), alert.due_at.hour) == (0, 13)
    wrong = step("save", rhythm="weekly", hour="25", zone="Asia/Tokyo")
    assert (wrong.status_code, b"no such choice" in wrong.content) == (400, True)
    step("pause")
    assert alert.due_at is None
    assert b"Paused since" in client.get(page).content
    OpenJobFactory(at=timezone.now())
    step("resume")
    assert alert.due_at is not None
    step("leave", other)
    assert Alert.objects.filter(pk=other.pk).exists()
    assert step("fly").status_code == 400
    post(client, f"{page}change/", {"do": "leave", "alert": alert.pk})
    assert client.get(page).status_code == 404
    assert list(Subscriber.objects.all()) == [other.subscriber]


def test_erased_address_is_in_no_table(client):
    kept = AlertFactory(email="kept@example.com")
    for query in ("", "workplace=remote"):
        AlertFactory(email=ADDRESS, query=query)
    OpenJobFactory()
    ask(client, email=ADDRESS.upper(), q=ADDRESS.partition("@")[0])
    send_due()
    desk = Client()
    desk.force_login(SuperuserFactory())
    letter = Mail.objects.filter(to=ADDRESS)[0]
    desk.post(f"/admin/mail/mail/{letter.pk}/delete/", {"post": "yes"})
    assert LogEntry.objects.filter(object_repr__contains=ADDRESS).exists()
    assert len(tables_with(ADDRESS)) == 3
    subscriber = Subscriber.objects.get(email=ADDRESS)
    page = f"/jobs/alerts/manage/{manage_token(subscriber)}/"

    answer = post(client, f"{page}change/", {"do": "erase"})

    assert answer.status_code == 200
    assert tables_with(ADDRESS) == set()
    assert tables_with(ADDRESS.partition("@")[0]) == set()
    assert [told.subscriber for told in Told.objects.all()] == [kept.subscriber]
    assert client.get(page).status_code == 404


def test_letters_are_erased_after_a_month_and_jobs_are_still_told_once(time_machine):
    AlertFactory(email=ADDRESS)
    OpenJobFactory(closes_at=timezone.now() + timedelta(days=60))
    send_due()
    assert (
        "End this alert" not in Mail.objects.get().body
    )  # what leads to it is forgotten once sent
    time_machine.move_to(timezone.now() + timedelta(days=31))

    assert forget_letters() == 1
    Alert.objects.update(checked_at=timezone.now() - timedelta(days=40))
    send_due()

    assert len(mail.outbox) == 1
    assert Told.objects.get().letter is None


def test_page_of_many_alerts_costs_as_few_queries_as_that_of_one(client, start_worker):
    for count in (1, 29):
        for number in range(count):
            AlertFactory(email=ADDRESS, query=f"pay_min={count * 100 + number}")
        page = f"/jobs/alerts/manage/{manage_token(Subscriber.objects.get())}/"
        start_worker()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).content.count(b"End this alert") == Alert.objects.count()
        assert len(queries) <= 4
