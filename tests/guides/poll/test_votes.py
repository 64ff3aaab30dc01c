"""Each reader counts once, and nothing leads to a reader."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import RequestFactory

from guides.models import PollAnswer, PollVote
from guides.widgets.poll.actions import count_vote, forget_voters
from guides.widgets.poll.data import counts_of, polls_with
from guides.widgets.poll.models import MARKED, Choice
from guides.widgets.poll.voters import PER_NETWORK, is_crowd, voter_of
from portal.freshness.topics import worker
from portal.upkeep import run
from tests.factories.polls import PollFactory

pytestmark = pytest.mark.django_db


def a_poll(**given):
    poll = PollFactory(**given)
    return polls_with([poll.slug])[poll.slug]


def every(poll, choice="both"):
    return {asked.slug: Choice(choice) for asked in poll.questions}


def test_vote_is_counted_and_its_answers_are_kept():
    poll = a_poll(rights=["first", "both"])
    answers = {poll.questions[0].slug: Choice.FIRST, poll.questions[1].slug: Choice.SECOND}

    assert count_vote(poll=poll, voter="a", answers=answers)

    keys = [asked.key for asked in poll.questions]
    assert counts_of(poll.key) == {(keys[0], "first"): 1, (keys[1], "second"): 1}
    assert list(PollAnswer.objects.values_list("item", "choice")) == [
        (keys[0], "first"),
        (keys[1], "second"),
    ]


def test_second_vote_of_the_same_reader_changes_nothing():
    poll = a_poll()
    count_vote(poll=poll, voter="a", answers=every(poll, "first"))
    before = counts_of(poll.key), PollAnswer.objects.count()

    assert not count_vote(poll=poll, voter="a", answers=every(poll, "second"))

    assert (counts_of(poll.key), PollAnswer.objects.count()) == before


def test_one_reader_may_vote_in_each_poll():
    first, second = a_poll(), a_poll()

    taken = [count_vote(poll=poll, voter="a", answers=every(poll)) for poll in (first, second)]

    assert taken == [True, True]


def test_votes_move_the_topic_of_their_poll_once_a_second():
    poll, other = a_poll(), a_poll()
    moves = []
    for reader in range(5):
        before = worker.count
        count_vote(poll=poll, voter=str(reader), answers=every(poll))
        moves.append({topic for topic, at in worker.moved.items() if at > before})

    assert moves == [{f"poll:{poll.key}"}, *[set()] * 4]
    assert counts_of(other.key) == {}


# Marks


def request(agent="Browser 1", address="192.0.2.1"):
    return RequestFactory(REMOTE_ADDR=address).post("/", headers={"user-agent": agent})


def test_mark_tells_networks_browsers_and_polls_apart():
    marks = [
        voter_of(request(), 1),
        voter_of(request(agent="Browser 2"), 1),
        voter_of(request(address="192.0.2.2"), 1),
        voter_of(request(), 2),
    ]

    assert len(set(marks)) == 4
    assert voter_of(request(), 1) == marks[0]


def test_mark_is_the_same_throughout_a_network_of_ipv6():
    one, same, other = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")

    marks = [voter_of(request(address=address), 1) for address in (one, same, other)]

    assert marks[0] == marks[1] != marks[2]


def test_mark_needs_the_secret_key(settings):
    before = voter_of(request(), 1)

    settings.SECRET_KEY = "another"

    assert voter_of(request(), 1) != before


def test_network_adds_so_many_votes_in_a_day():
    with time_machine.travel("2026-11-04T09:00:00Z", tick=False) as clock:
        taken = [is_crowd(request(agent=str(n)), 1) for n in range(PER_NETWORK + 1)]
        other = is_crowd(request(address="192.0.2.2"), 1)
        clock.shift(timedelta(days=1))
        later = is_crowd(request(), 1)

    assert taken == [False] * PER_NETWORK + [True]
    assert (other, later) == (False, False)


def test_marks_are_dropped_after_a_month_and_counts_stay():
    poll = a_poll()
    with time_machine.travel("2026-11-04T09:00:00Z", tick=False) as clock:
        count_vote(poll=poll, voter="a", answers=every(poll))
        clock.shift(timedelta(days=1))
        count_vote(poll=poll, voter="b", answers=every(poll))
        clock.shift(MARKED - timedelta(days=1))
        kept = forget_voters()
        clock.shift(timedelta(days=1))
        before = counts_of(poll.key)
        reports = list(run())
        again = count_vote(poll=poll, voter="a", answers=every(poll))

    assert kept == 0
    assert "Votes that lost their mark: 1." in reports
    assert list(PollVote.objects.order_by("pk").values_list("voter", "day")) == [
        (None, date(2026, 11, 4)),
        ("b", date(2026, 11, 5)),
        ("a", date(2026, 12, 5)),
    ]
    assert again
    assert sum(counts_of(poll.key).values()) == sum(before.values()) + 3
