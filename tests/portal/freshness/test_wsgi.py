"""The layer in front of Django: what it keeps, for how long, and what it answers."""

import io
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from gunicorn.http.wsgi import Response as GunicornResponse

from portal.freshness import changed, schedule, topics
from portal.freshness.dependencies import LONGEST
from tests.portal.freshness.site import TEXT, Content, SimulatedWorker, content

# Inside a test's own transaction nothing would be kept.
pytestmark = pytest.mark.django_db(transaction=True)


def test_second_answer_is_the_first_without_django(worker: SimulatedWorker) -> None:
    first = worker.ask("/article/")

    second = worker.ask("/article/")

    assert second == first
    assert first.status == 200
    assert first.body.startswith(b"<h1>First</h1>")
    assert first.headers["content-length"] == str(len(first.body))
    assert first.headers["x-frame-options"] == "DENY"
    assert content.made == 1


def test_edit_shows_at_once_on_its_own_worker(worker: SimulatedWorker) -> None:
    worker.ask("/article/")

    with worker.acting():
        content.title = "Second"
        changed("article:1")

    assert "Second" in worker.ask("/article/").text


def test_edit_shows_on_another_worker_within_a_second(
    worker: SimulatedWorker, other_worker: SimulatedWorker
) -> None:
    worker.ask("/article/")
    other_worker.ask("/article/")

    with worker.acting():
        content.title = "Second"
        changed("article:1")
    time.sleep(1)

    assert "Second" in other_worker.ask("/article/").text
    assert content.made == 3 or "Second" in worker.ask("/article/").text


def test_other_worker_reads_the_versions_once_a_second(
    worker: SimulatedWorker,
    other_worker: SimulatedWorker,
    django_assert_num_queries: Any,
) -> None:
    other_worker.ask("/article/")
    other_worker.let_a_second_pass()

    with django_assert_num_queries(1):
        other_worker.ask("/article/")
    with django_assert_num_queries(0):
        other_worker.ask("/article/")


def test_change_of_another_topic_leaves_the_page(worker: SimulatedWorker) -> None:
    worker.ask("/article/")

    with worker.acting():
        changed("article:2", "jobs")
    worker.ask("/article/")

    assert content.made == 1


def test_topic_of_the_declaration_counts_too(worker: SimulatedWorker) -> None:
    worker.ask("/article/")

    with worker.acting():
        changed("articles")
    worker.ask("/article/")

    assert content.made == 2


def test_rolled_back_change_reaches_nobody_else(
    worker: SimulatedWorker, other_worker: SimulatedWorker
) -> None:
    worker.ask("/article/")
    other_worker.ask("/article/")

    with worker.acting(), transaction.atomic():
        changed("article:1")
        transaction.set_rollback(True)
    other_worker.let_a_second_pass()
    other_worker.ask("/article/")

    assert content.made == 2


def test_page_read_inside_a_transaction_is_not_kept(worker: SimulatedWorker) -> None:
    with transaction.atomic():
        content.title = "Never committed"
        worker.ask("/article/")
        transaction.set_rollback(True)
    content.title = "First"

    assert "First" in worker.ask("/article/").text


def test_unchanged_page_answers_304_from_memory(worker: SimulatedWorker) -> None:
    etag = worker.ask("/article/").headers["etag"]

    answers = [
        worker.ask("/article/", if_none_match=wanted)
        for wanted in (etag, f"W/{etag}", f'"other", {etag}', "*")
    ]

    assert {(answer.status, answer.body) for answer in answers} == {(304, b"")}
    assert answers[0].headers["etag"] == etag
    assert "content-type" not in answers[0].headers
    assert worker.ask("/article/", if_none_match='"other"').status == 200
    assert content.made == 1


def test_304_of_the_memory_tells_what_django_tells(worker: SimulatedWorker) -> None:
    etag = SimulatedWorker().ask("/article/").headers["etag"]
    from_django = worker.ask("/article/", if_none_match=etag)
    worker.ask("/article/")

    from_memory = worker.ask("/article/", if_none_match=etag)

    assert from_django.status == from_memory.status == 304
    del from_django.headers["content-length"]
    assert from_memory.headers == from_django.headers


def test_head_has_the_headers_of_get_and_no_body(worker: SimulatedWorker) -> None:
    whole = worker.ask("/article/")

    head = worker.ask("/article/", method="HEAD")

    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")
    assert content.made == 1


def test_head_alone_keeps_nothing(worker: SimulatedWorker) -> None:
    worker.ask("/article/", method="HEAD")

    assert len(worker) == 0
    assert "First" in worker.ask("/article/").text


def test_each_coding_is_kept_apart(worker: SimulatedWorker) -> None:
    plain = worker.ask("/article/")
    zipped = worker.ask("/article/", accept_encoding="gzip")

    assert worker.ask("/article/", accept_encoding="gzip, deflate;q=0.5") == zipped
    assert worker.ask("/article/") == plain
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(zipped.body) < len(plain.body)
    assert zipped.headers["vary"].lower() == "accept-encoding"
    assert content.made == 2


def test_known_parameters_are_kept_and_others_are_not(worker: SimulatedWorker) -> None:
    for _ in range(2):
        worker.ask("/article/?page=2")
        assert worker.ask("/article/?utm_source=x").status == 200
        worker.ask("/article/?page=2&utm_source=x")

    assert len(worker) == 1
    assert content.made == 5


@pytest.mark.parametrize(
    "header",
    [
        {"authorization": "Basic eDp5"},
        {"range": "bytes=0-10"},
        {"if_match": '"other"'},
        {"if_unmodified_since": "Wed, 21 Oct 2015 07:28:00 GMT"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_request_that_memory_can_not_answer_goes_to_django(
    worker: SimulatedWorker, header: dict[str, str]
) -> None:
    worker.ask("/article/")

    worker.ask("/article/", **header)

    assert content.made == 2
    assert len(worker) == 1


def test_cookies_of_a_reader_make_no_difference(worker: SimulatedWorker) -> None:
    first = worker.ask("/article/", cookie=f"sessionid={'a' * 32}")

    assert worker.ask("/article/", cookie=f"sessionid={'b' * 32}") == first
    assert "set-cookie" not in first.headers
    assert content.made == 1


def test_page_that_takes_back_a_broken_cookie_is_kept_by_nobody(worker: SimulatedWorker) -> None:
    answer = worker.ask("/article/", cookie="sessionid=short")

    assert "set-cookie" in answer.headers
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(worker) == 0


def test_host_that_django_refuses_is_refused_beside_a_kept_page(worker: SimulatedWorker) -> None:
    assert worker.ask("/article/", host="testserver").status == 200

    assert worker.ask("/article/", host="evil.example").status == 400
    assert worker.ask("/article/", host="localhost").status == 200
    assert content.made == 2
    assert len(worker) == 2


def test_scheme_told_by_a_proxy_is_kept_apart(worker: SimulatedWorker) -> None:
    worker.ask("/article/", x_forwarded_proto="https")
    worker.ask("/article/", x_forwarded_proto="http")
    worker.ask("/article/")

    assert len(worker) == 3


@pytest.mark.parametrize(
    "address", ["/private/", "/boast/", "/gone/", "/missing/", "/stream/", "/language/", "/moved/"]
)
def test_other_answers_are_not_kept(worker: SimulatedWorker, address: str) -> None:
    first = worker.ask(address)

    assert worker.ask(address).status == first.status
    assert len(worker) == 0


def test_path_that_is_no_utf8_is_answered(worker: SimulatedWorker, settings: Any) -> None:
    settings.ROOT_URLCONF = "portal.urls"

    assert worker.ask("/%ff%fe/").status == 400
    assert len(worker) == 0


def test_page_with_a_cookie_is_served_live_but_not_kept(
    worker: SimulatedWorker, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STRICT_PUBLIC_PAGES = False

    answer = worker.ask("/cookie/")

    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(worker) == 0
    assert "/cookie/ sets a cookie" in caplog.text


def test_nothing_is_kept_without_memory(little_site: Content) -> None:
    worker = SimulatedWorker(limit=0)

    worker.ask("/article/")
    worker.ask("/article/")

    assert little_site.made == 2


def test_memory_stays_within_its_bytes(little_site: Content) -> None:
    worker = SimulatedWorker(limit=20_000)

    for number in range(50):
        worker.ask(f"/article/?page={number}")

    assert 1 <= len(worker) < 20_000 // len(TEXT)
    assert little_site.made == 50


def test_page_ends_at_the_next_scheduled_change(
    worker: SimulatedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "_schedules", {})
    start = timezone.now()
    goes_live = start + timedelta(minutes=3)
    asked = []

    def next_change(after: Any) -> Any:
        asked.append(after)
        return goes_live if after < goes_live else None

    schedule("articles", next_change)
    with time_machine.travel(start, tick=False) as clock:
        worker.ask("/article/")
        worker.ask("/article/?page=2")
        assert len(asked) == 1
        clock.shift(timedelta(minutes=2, seconds=59))
        worker.ask("/article/")
        assert content.made == 2

        clock.shift(timedelta(seconds=1))
        content.title = "Live now"

        assert "Live now" in worker.ask("/article/").text
        assert len(asked) == 2


def test_no_page_is_kept_for_longer_than_the_longest(worker: SimulatedWorker) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        worker.ask("/article/")
        clock.shift(LONGEST - timedelta(seconds=1))
        worker.ask("/article/")
        assert content.made == 1

        clock.shift(timedelta(seconds=1))
        worker.ask("/article/")

        assert content.made == 2


def test_answer_of_django_is_closed_by_the_server(worker: SimulatedWorker) -> None:
    environ = RequestFactory().get("/article/").environ

    with worker.acting():
        answer: Any = worker.pages(environ, lambda *started: None)
        answer.close()

    assert answer.closed
    assert "First" in worker.ask("/article/").text
    assert content.made == 1


class Socket(io.BytesIO):
    def sendall(self, data: bytes) -> None:
        self.write(data)


def through_gunicorn(worker: SimulatedWorker, **headers: str) -> tuple[bytes, bytes]:
    """Head and body as gunicorn sends them, without the Date."""
    method = headers.pop("method", "GET")
    request = SimpleNamespace(method=method, version=(1, 1), should_close=lambda: False)
    sent = Socket()
    response = GunicornResponse(request, sent, SimpleNamespace(sendfile=False))
    environ = RequestFactory().generic(method, "/article/", headers=headers).environ
    with worker.acting():
        for chunk in worker.pages(environ, response.start_response):
            response.write(chunk)
    response.close()
    head, _, body = sent.getvalue().partition(b"\r\n\r\n")
    lines = sorted(line for line in head.split(b"\r\n")[1:] if not line.startswith(b"Date"))
    return head.split(b"\r\n")[0] + b"\n" + b"\n".join(lines), body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_gunicorn_sends_the_same_from_memory_as_from_django(
    worker: SimulatedWorker, method: str
) -> None:
    first = through_gunicorn(worker, method="GET")

    again = [through_gunicorn(worker, method=method) for _ in range(3)]

    assert {head for head, _ in again} == {first[0]}
    assert {body for _, body in again} == {first[1] if method == "GET" else b""}
    assert b"Content-Security-Policy" in first[0]
    assert content.made == 1


def test_gunicorn_sends_the_same_304_each_time(worker: SimulatedWorker) -> None:
    etag = worker.ask("/article/").headers["etag"]

    answers = [through_gunicorn(worker, if_none_match=etag) for _ in range(3)]

    assert len(set(answers)) == 1
    assert answers[0][0].startswith(b"HTTP/1.1 304 Not Modified")
    assert answers[0][1] == b""
