"""How a change is told, and what a process that can't hear it does."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import OperationalError, connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from portal.freshness import (
    Dependencies,
    changed,
    collect,
    depends_on,
    moved_since,
    refresh,
    topics,
    watch,
)
from portal.freshness.topics import MOST_MOVES, Worker
from portal.models import TopicVersion
from tests.portal.freshness.site import SimulatedWorker, content

pytestmark = pytest.mark.django_db(transaction=True)


def on(*names: str) -> Dependencies:
    dependencies = Dependencies()
    dependencies.add(names)
    return dependencies


def versions() -> dict[str, int]:
    return dict(TopicVersion.objects.values_list("name", "version"))


def test_committed_change_moves_the_version_each_time() -> None:
    changed("jobs", "job:1")
    first = versions()

    changed("jobs")

    assert first.keys() == {"jobs", "job:1"}
    assert versions()["jobs"] != first["jobs"]
    assert versions()["job:1"] == first["job:1"]


def test_what_moved_since_a_count_is_known_until_too_much_has() -> None:
    changed("guides")
    count = topics.worker.count
    changed("jobs", "job:1")

    assert moved_since(count) == frozenset({"jobs", "job:1"})
    assert moved_since(topics.worker.count) == frozenset()

    topics.worker.move(f"job:{number}" for number in range(MOST_MOVES + 1))
    changed("jobs")

    assert moved_since(count) is None


def test_rolled_back_change_moves_no_version() -> None:
    changed("jobs")
    before = versions()

    with transaction.atomic():
        changed("jobs", "guides")
        transaction.set_rollback(True)

    assert versions() == before


def test_change_inside_a_transaction_is_known_at_once_and_told_on_commit() -> None:
    made_before = on("jobs")

    with transaction.atomic():
        changed("jobs")
        assert not made_before.is_current()
        assert versions() == {}
        made_inside = on("jobs")
        assert made_inside.is_current()

    assert not made_inside.is_current()
    assert versions().keys() == {"jobs"}


def test_change_that_commits_late_is_seen(worker: SimulatedWorker) -> None:
    now = timezone.now()
    TopicVersion.objects.create(name="jobs", version=1, moved_at=now)
    with worker.acting():
        refresh()
        waiting = on("guides")
        assert waiting.is_current()

    TopicVersion.objects.create(name="guides", version=2, moved_at=now - timedelta(seconds=50))
    worker.let_a_second_pass()

    with worker.acting():
        refresh()
        assert not waiting.is_current()


def test_change_told_by_a_clock_that_is_ahead_hides_no_other(worker: SimulatedWorker) -> None:
    ahead = timezone.now() + timedelta(hours=1)
    TopicVersion.objects.create(name="jobs", version=1, moved_at=ahead)
    with worker.acting():
        refresh()
        waiting = on("guides")

    TopicVersion.objects.create(name="guides", version=2, moved_at=timezone.now())
    worker.let_a_second_pass()

    with worker.acting():
        refresh()
        assert not waiting.is_current()


def test_known_change_is_no_news_when_read_again(worker: SimulatedWorker) -> None:
    with worker.acting():
        changed("jobs")
        made_after = on("jobs")
        for _ in range(3):
            worker.let_a_second_pass()
            refresh()

        assert made_after.is_current()


class Away:
    """Lets every statement about the versions fail."""

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if TopicVersion._meta.db_table in sql:
            raise OperationalError("the database is away")
        return execute(sql, *rest)


def test_database_error_keeps_serving_what_is_known(
    worker: SimulatedWorker, caplog: pytest.LogCaptureFixture
) -> None:
    first = worker.ask("/article/")
    worker.let_a_second_pass()

    with connection.execute_wrapper(Away()):
        again = worker.ask("/article/")

    assert again == first
    assert content.made == 1
    assert "could not be read" in caplog.text


def test_change_that_could_not_be_told_is_told_later(
    worker: SimulatedWorker, other_worker: SimulatedWorker, caplog: pytest.LogCaptureFixture
) -> None:
    other_worker.ask("/article/")
    with worker.acting(), connection.execute_wrapper(Away()):
        content.title = "Second"
        changed("article:1")
    assert "could not be told" in caplog.text
    assert versions() == {}

    worker.let_a_second_pass()
    worker.ask("/article/")
    other_worker.let_a_second_pass()

    assert "Second" in other_worker.ask("/article/").text


def test_reading_that_hangs_holds_nobody_up_for_long(worker: SimulatedWorker) -> None:
    worker.ask("/article/")
    worker.let_a_second_pass()
    worker.knows.reading.acquire()

    assert worker.ask("/article/").status == 200
    assert worker.knows.in_trouble
    worker.knows.reading.release()
    worker.ask("/article/")

    assert not worker.knows.in_trouble


def test_collector_outside_learns_what_is_depended_on_inside() -> None:
    until = timezone.now()

    with collect() as page:
        depends_on("guides")
        with collect() as panel:
            depends_on("salaries", until=until)

    assert (page.topics, page.until) == ({"guides", "salaries"}, until)
    assert (panel.topics, panel.until) == ({"salaries"}, until)


def test_dependency_outside_of_a_page_is_harmless() -> None:
    depends_on("guides")

    with collect() as page:
        pass

    assert page.topics == set()


def test_very_many_moves_are_forgotten_as_if_everything_had_moved() -> None:
    knows = Worker()
    before = knows.count

    knows.move(f"job:{number}" for number in range(MOST_MOVES + 1))
    knows.move(["jobs"])

    assert len(knows.moved) == 1
    assert knows.has_moved(["guides"], before)
    assert not knows.has_moved(["guides"], knows.count)


def test_move_is_never_missed_by_threads_that_look(worker: SimulatedWorker) -> None:
    """A thread that looks while a move is counted must not take the old for current."""
    made: list[Dependencies] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for dependencies in made[-3:]:
                dependencies.is_current()

    with worker.acting():
        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        missed = 0
        for _ in range(3_000):
            made.append(on("jobs"))
            worker.knows.move(("guides", "jobs"))
            missed += made[-1].is_current()
        done.set()
        for thread in threads:
            thread.join()

    assert missed == 0


@pytest.fixture
def watched_groups() -> Iterator[None]:
    watch(Group, lambda group: ("groups", f"group:{group.name}"))
    yield
    key, through = f"freshness:{Group._meta.label}", Group.permissions.through
    post_save.disconnect(sender=Group, dispatch_uid=f"{key}:save")
    post_delete.disconnect(sender=Group, dispatch_uid=f"{key}:delete")
    m2m_changed.disconnect(sender=through, dispatch_uid=f"{key}:permissions")


@pytest.mark.usefixtures("watched_groups")
def test_watched_row_tells_of_save_and_deletion() -> None:
    group = Group.objects.create(name="readers")
    made = versions()

    group.delete()

    assert made.keys() == versions().keys() == {"groups", "group:readers"}
    assert made != versions()


@pytest.mark.usefixtures("watched_groups")
@pytest.mark.parametrize(
    "way", ["add", "remove", "clear", "add other", "remove other", "clear other"]
)
def test_watched_row_tells_of_its_relations_from_both_ends(way: str) -> None:
    group = Group.objects.create(name="readers")
    Group.objects.create(name="others")
    permission = Permission.objects.filter(group=None).order_by("pk")[0]
    if "add" not in way:
        group.permissions.add(permission)
    before = versions()

    {
        "add": lambda: group.permissions.add(permission),
        "remove": lambda: group.permissions.remove(permission),
        "clear": group.permissions.clear,
        "add other": lambda: permission.group_set.add(group),
        "remove other": lambda: permission.group_set.remove(group),
        "clear other": permission.group_set.clear,
    }[way]()

    moved = {name for name, version in versions().items() if before[name] != version}
    assert moved == {"groups", "group:readers"}


def test_schedule_is_asked_once_for_each_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_schedules", {})
    now = timezone.now()
    asked: list[Any] = []

    def tomorrow(after: Any) -> Any:
        asked.append(after)
        return now + timedelta(days=1)

    topics.schedule("guides", tomorrow)

    assert topics.next_change("guides", now) == now + timedelta(days=1)
    assert topics.next_change("guides", now + timedelta(hours=1)) == now + timedelta(days=1)
    assert topics.next_change("jobs", now) is None
    assert len(asked) == 1

    changed("guides")

    topics.next_change("guides", now + timedelta(hours=1))
    assert len(asked) == 2
