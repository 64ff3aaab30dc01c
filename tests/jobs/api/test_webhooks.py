"""Programs that are told what happens to listings."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from jobs import actions
from jobs.models import CloseReason, Delivery, Membership, Webhook
from jobs.models.webhook import LEASE, PAUSES
from jobs.webhooks.actions import make_webhook, send_test
from jobs.webhooks.example import CHECK, example
from jobs.webhooks.sending import deliver, deliver_due
from portal.mail.models import Mail
from tests.factories.company_tokens import member
from tests.factories.jobs import InReviewJobFactory, OpenJobFactory, content

pytestmark = pytest.mark.django_db


class Receiver(ThreadingHTTPServer):
    """Notes what it is told; answers `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.url = f"http://127.0.0.1:{self.server_port}/hook?x=1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        length = int(self.headers["Content-Length"])
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.told.append((headers, self.rfile.read(length)))
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", "http://127.0.0.1/elsewhere")
        self.end_headers()
        if server.status != 204:
            self.wfile.write(b"I \x00 say no")

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.PRIVATE_WEBHOOKS = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hook(url: str, owner: Membership | None = None) -> Webhook:
    owner = owner or member(role=Membership.Role.OWNER)
    return make_webhook(company=owner.company, by=owner.user, url=url)


def checks() -> Any:
    """The receiver's function as the page shows it."""
    namespace: dict[str, Any] = {}
    exec(CHECK, namespace)
    return namespace["is_ours"]


def test_decisions_are_told_once_and_signed(
    receiver: Receiver, django_capture_on_commit_callbacks: Any
):
    webhook = hook(receiver.url)
    hook("http://elsewhere.example/")  # of another company
    job = InReviewJobFactory(company=webhook.company, external_id="ML-42")
    other = InReviewJobFactory(company=webhook.company)
    with django_capture_on_commit_callbacks(execute=True):
        actions.return_job(job=other, by=None, reason="Say more.")
        actions.approve_job(job=job, by=None)
        actions.close_job(job=job, by=None, reason=CloseReason.FILLED)
    deliver_due()

    bodies = [json.loads(body) for _, body in receiver.told]
    found = [(each["type"], each["data"]["job"]["reason"]) for each in bodies]
    assert found == [
        ("job.returned", "Say more."),
        ("job.approved", ""),
        ("job.closed", "filled"),
    ]
    assert bodies[1]["data"]["job"].items() >= {
        ("id", job.pk),
        ("external_id", "ML-42"),
        ("status", "open"),
        ("revision", 1),
    }
    for (headers, body), each in zip(receiver.told, bodies, strict=True):
        assert checks()(webhook.secret, headers, body)
        assert not checks()(webhook.secret, headers, body + b" ")
        assert headers["webhook-id"] == each["id"]
        assert headers["content-type"] == "application/json"
    assert set(Delivery.objects.values_list("status", "next_at", "attempts")) == {(204, None, 1)}


def test_returned_edit_of_a_live_listing_says_why(receiver: Receiver):
    webhook = hook(receiver.url)
    job = OpenJobFactory(company=webhook.company)
    Delivery.objects.all().delete()
    actions.save_job(job=job, by=None, values=content(title="Edited"), base=1)
    actions.submit_job(job=job, by=None)
    actions.return_job(job=job, by=None, reason="Too much.")

    [delivery] = Delivery.objects.all()

    row = json.loads(delivery.body)["data"]["job"]
    assert (row["status"], row["reason"]) == ("open", "Too much.")


def test_nothing_is_told_of_what_was_undone(receiver: Receiver):
    webhook = hook(receiver.url)
    job = OpenJobFactory(company=webhook.company)
    before = Delivery.objects.count()

    with pytest.raises(ValueError, match="reason"):
        actions.return_job(job=job, by=None, reason=" ")

    assert Delivery.objects.count() == before


def test_worked_example_of_the_page_holds(monkeypatch: pytest.MonkeyPatch):
    shown = example()
    headers = {
        "webhook-id": shown.event,
        "webhook-timestamp": str(shown.timestamp),
        "webhook-signature": shown.signature,
    }
    with time_machine.travel(shown.timestamp, tick=False):
        assert checks()(shown.secret, headers, shown.body.encode())
        assert not checks()(shown.secret, {**headers, "webhook-id": "x"}, shown.body.encode())
    assert not checks()(shown.secret, headers, shown.body.encode())  # too old
    owner = member(role=Membership.Role.OWNER)
    client = Client()
    client.force_login(owner.user)
    page = client.get("/hire/webhooks/").content.decode()
    assert shown.signature in page


def test_what_is_not_taken_is_sent_again_for_a_day_and_then_switched_off(receiver: Receiver):
    owner = member(role=Membership.Role.OWNER)
    member(owner.company)  # a recruiter, who gets no letter
    webhook = hook(receiver.url, owner)
    receiver.status = 500
    with time_machine.travel(timezone.now(), tick=False) as clock:
        delivery = send_test(webhook=webhook)
        assert delivery is not None
        deliver.call(delivery.pk)
        for pause in PAUSES:
            clock.shift(pause - timedelta(seconds=1))
            assert deliver_due() == 0
            clock.shift(timedelta(seconds=1))
            deliver_due()
        clock.shift(timedelta(days=9))
        deliver_due()

    assert len(receiver.told) == len(PAUSES) + 1
    assert len({headers["webhook-id"] for headers, _ in receiver.told}) == 1
    assert sum(PAUSES, timedelta()) < timedelta(days=1)
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.status, delivery.next_at, delivery.answer) == (500, None, "I � say no")
    assert webhook.is_failing
    [letter] = Mail.objects.all()
    assert (letter.to, receiver.url in letter.body) == (owner.user.email, True)
    assert f"/hire/webhooks/{webhook.pk}/" in letter.body


def test_slow_receivers_do_not_hold_up_the_upkeep(receiver: Receiver, monkeypatch):
    monkeypatch.setattr("jobs.webhooks.sending.LONGEST", 0)
    webhook = hook(receiver.url)
    for _ in range(3):
        assert send_test(webhook=webhook)
    later = timezone.now() + LEASE + timedelta(seconds=1)

    with time_machine.travel(later, tick=False):
        rounds = [deliver_due() for _ in range(4)]

    assert rounds == [1, 1, 1, 0]


def test_delivery_of_a_killed_worker_is_taken_up(receiver: Receiver):
    delivery = send_test(webhook=hook(receiver.url))
    assert delivery is not None
    assert Delivery.objects.claim(delivery.pk)  # and killed
    assert Delivery.objects.claim(delivery.pk) is None
    assert deliver_due() == 0

    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1), tick=False):
        call_command("catch_up", verbosity=0)

    assert len(receiver.told) == 1


def test_redirect_is_not_followed(receiver: Receiver):
    receiver.status = 302
    delivery = send_test(webhook=hook(receiver.url))
    assert delivery is not None

    deliver.call(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.status, "redirects" in delivery.error) == (302, True)
    assert len(receiver.told) == 1


def test_house_is_never_told(receiver: Receiver, settings: Any):
    delivery = send_test(webhook=hook(receiver.url))
    assert delivery is not None
    settings.PRIVATE_WEBHOOKS = False  # as live; the name may have come to lead here since

    deliver.call(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.error == "It leads to an address that is not public."
    assert receiver.told == []


NOT_TOLD = (
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://10.0.0.1:8443/x",
    "https://169.254.169.254/latest/",
    "https://localhost/",
    "https://db.internal/",
    "https://db.internal./",
    "https://[::127.0.0.1]/",
    "https://[::ffff:0:10.0.0.1]/",
    "https://hooks.example.com:99999/",
    "https://[/",
    "https://[::1/",
    "https://[v1.x]/",
    "https://me:secret@hooks.example.com/",
    "https://hooks.example.com/#part",
    "ftp://hooks.example.com/",
    "javascript:alert(1)",
    "https://",
    "",
)


def test_address_that_may_not_be_told_is_refused():
    owner = member(role=Membership.Role.OWNER)
    client = Client()
    client.force_login(owner.user)

    for url in NOT_TOLD:
        answer = client.post("/hire/webhooks/", {"company": owner.company_id, "url": url})

        assert answer.status_code == 400, url
        assert answer.context["form"].errors.keys() == {"url"}, url
    assert not Webhook.objects.exists()


def test_owner_adds_tries_and_removes_a_webhook(receiver: Receiver):
    owner = member(role=Membership.Role.OWNER)
    client = Client()
    client.force_login(owner.user)

    made = client.post("/hire/webhooks/", {"company": owner.company_id, "url": receiver.url})
    webhook = Webhook.objects.get()
    at = f"/hire/webhooks/{webhook.pk}/"
    again = client.post("/hire/webhooks/", {"company": owner.company_id, "url": receiver.url})
    client.post(at, {"step": "test"})
    deliver_due()
    page = client.get(at).content.decode()

    assert webhook.secret in made.content.decode()
    assert again.context["form"].errors.keys() == {"url"}
    assert "webhook.test" in page
    assert "204" in page
    assert webhook.secret not in page + client.get("/hire/webhooks/").content.decode()
    client.post(at, {"step": "off"})
    OpenJobFactory(company=owner.company)
    assert Delivery.objects.count() == 1
    client.post(at, {"step": "on"})
    assert client.post(at, {"step": "no such"}).status_code == 404
    client.post(at, {"step": "remove"})
    assert not Webhook.objects.exists()


def test_webhooks_are_for_owners_of_the_company():
    webhook = hook("https://hooks.example.com/")
    recruiter, stranger = member(webhook.company), member(role=Membership.Role.OWNER)

    for each in (recruiter, stranger):
        client = Client()
        client.force_login(each.user)
        assert client.get(f"/hire/webhooks/{webhook.pk}/").status_code == 404
        assert client.post(f"/hire/webhooks/{webhook.pk}/", {"step": "remove"}).status_code == 404
        listed = client.get("/hire/webhooks/").context["webhooks"]
        assert list(listed) == []
    assert Webhook.objects.count() == 1


def test_page_costs_the_same_for_one_and_for_thirty(django_assert_max_num_queries: Any):
    owner = member(role=Membership.Role.OWNER)
    webhook = hook("https://hooks.example.com/", owner)
    client = Client()
    client.force_login(owner.user)
    send_test(webhook=webhook)
    with django_assert_max_num_queries(6) as few:
        client.get(f"/hire/webhooks/{webhook.pk}/")
    first = Delivery.objects.get()
    Delivery.objects.bulk_create(
        Delivery(webhook=webhook, kind=first.kind, body=first.body) for _ in range(29)
    )

    with django_assert_max_num_queries(len(few)):
        page = client.get(f"/hire/webhooks/{webhook.pk}/")

    assert len(page.context["deliveries"]) == 30
