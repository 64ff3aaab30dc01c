"""A memory gives only what still holds, and never grows beyond its limit."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils import timezone

from portal.freshness import Dependencies, Memory, Read, changed, collect, forget_everything, topics

pytestmark = pytest.mark.django_db(transaction=True)


def on(*names: str) -> Dependencies:
    dependencies = Dependencies()
    dependencies.add(names)
    return dependencies


def test_remembered_value_is_given_until_its_topic_moves() -> None:
    memory: Memory[str, str] = Memory(10)
    memory.put("a", "about jobs", on("jobs"))
    memory.put("b", "about guides", on("guides"))

    changed("jobs")

    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (None, "about guides", None)


def test_value_begun_before_a_move_is_not_given() -> None:
    memory: Memory[str, str] = Memory(10)
    begun = on("jobs")

    changed("jobs")
    memory.put("a", "read before", begun)

    assert memory.get("a") is None


def test_value_is_made_once_until_its_topic_moves_and_whoever_asks_depends_on_it() -> None:
    memory: Memory[str, int] = Memory(10)
    made = iter(range(1, 10))

    def ask() -> tuple[int, set[str]]:
        with collect() as asking:
            return memory.recall_or_make("a", ("jobs",), lambda: next(made)), asking.topics

    first, again = ask(), ask()
    changed("jobs")

    assert (first, again, ask()) == ((1, {"jobs"}), (1, {"jobs"}), (2, {"jobs"}))


def test_value_ends_at_its_instant() -> None:
    memory: Memory[str, str] = Memory(10)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        dependencies = on("jobs")
        dependencies.add((), timezone.now() + timedelta(seconds=30))
        memory.put("a", "closes soon", dependencies)
        clock.shift(29)
        assert memory.get("a") == "closes soon"

        clock.shift(1)

        assert memory.get("a") is None


def test_recalled_value_hands_on_what_it_depends_on() -> None:
    memory: Memory[str, str] = Memory(10)
    until = timezone.now() + timedelta(minutes=1)
    dependencies = on("salaries")
    dependencies.add((), until)
    memory.put("a", "a figure", dependencies)

    with collect() as page:
        assert memory.recall("a") == "a figure"
    with collect() as other_page:
        assert memory.get("a") == "a figure"
        assert memory.recall("b") is None

    assert (page.topics, page.until) == ({"salaries"}, until)
    assert other_page.topics == set()


def test_nothing_is_kept_of_a_transaction() -> None:
    memory: Memory[str, str] = Memory(10)

    with transaction.atomic():
        memory.put("a", "may be undone", on("jobs"))

    assert memory.get("a") is None


def test_nothing_is_kept_when_its_end_can_not_be_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(after: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(topics, "_schedules", {"jobs": fails})
    memory: Memory[str, str] = Memory(10)

    memory.put("a", "for how long?", on("jobs"))

    assert memory.get("a") is None
    assert "was not kept" in caplog.text


def test_least_used_goes_first() -> None:
    memory: Memory[str, str] = Memory(3)
    for key in "abc":
        memory.put(key, key, on())
    memory.get("a")

    memory.put("d", "d", on())

    assert [memory.get(key) for key in "abcd"] == ["a", None, "c", "d"]


def test_sizes_add_up_to_the_limit() -> None:
    memory: Memory[int, bytes] = Memory(100, size_of=len)
    for key in range(20):
        memory.put(key, b"x" * 30, on())
    memory.put(19, b"y" * 40, on())
    memory.put(20, b"z" * 101, on())

    assert [key for key in range(21) if memory.get(key)] == [17, 18, 19] or len(memory) <= 3
    assert memory.get(19) == b"y" * 40
    assert memory.get(20) is None


def test_everything_can_be_forgotten() -> None:
    memory: Memory[str, str] = Memory(10)
    in_hand = on("jobs")
    memory.put("a", "a", on())

    forget_everything()

    assert memory.get("a") is None
    assert not in_hand.is_current()
    assert on("jobs").is_current()


def test_many_threads_share_a_memory() -> None:
    memory: Memory[int, int] = Memory(20)
    wrong = []

    def work(seed: int) -> None:
        for step in range(2_000):
            key = (seed * 7 + step) % 50
            value = memory.get(key)
            if value not in (None, key):
                wrong.append((key, value))
            if value is None:
                memory.put(key, key, on("things"))
            if step % 100 == 0:
                topics.worker.move(("things",))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(memory) <= 20


def test_what_is_missing_is_read_together_and_in_the_order_asked_for():
    memory: Memory[int, str] = Memory(10)
    asked: list[list[int]] = []

    def read(keys: list[int]) -> Iterator[Read[int, str]]:
        asked.append(keys)
        yield from (Read(key, f"thing {key}", ("some",)) for key in reversed(keys) if key != 9)

    found = [memory.get_or_read(keys, read) for keys in ([2, 9, 1], [1, 3, 2], [3])]
    changed("some")
    found.append(memory.get_or_read([3], read))

    assert found == [
        ["thing 2", "thing 1"],
        ["thing 1", "thing 3", "thing 2"],
        ["thing 3"],
        ["thing 3"],
    ]
    assert asked == [[2, 9, 1], [3], [3]]
