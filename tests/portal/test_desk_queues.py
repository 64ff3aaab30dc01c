"""What waits, on the first page of the desk."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.accounts.models import User
from portal.desk import Desk


def test_queues_with_work_come_first_in_their_own_order() -> None:
    desk = Desk()
    for name, held in (("empty", ""), ("few", "x"), ("clear", ""), ("many", "x" * 9)):
        desk.queue(name, permission="x.y", count=held.__len__, url=lambda: "/")

    waiting = desk.waiting_for(User(is_superuser=True))

    assert [(queue.title, queue.count) for queue in waiting] == [
        ("few", 1),
        ("many", 9),
        ("empty", 0),
        ("clear", 0),
    ]


def test_queue_is_not_counted_for_those_without_the_right() -> None:
    desk = Desk()
    desk.queue("theirs", permission="x.y", count=lambda: 1 // 0, url=lambda: "/")

    assert desk.waiting_for(User(is_active=False)) == []


def test_queue_says_in_one_way_how_much_waits() -> None:
    with pytest.raises(ImproperlyConfigured, match="“both”"):
        Desk().queue("both", permission="x.y", count=lambda: 0, count_for=lambda _: 0, url=str)
