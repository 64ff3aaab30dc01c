"""Of many votes at once none is lost, and of one reader’s one counts."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from guides.models import PollAnswer, PollTally, PollVote
from guides.widgets.poll.actions import count_vote
from guides.widgets.poll.data import counts_of, polls_with
from guides.widgets.poll.models import Choice
from tests.factories.polls import PollFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

AT_ONCE = 6  # the pool of connections holds eight


def at_once(step, times):
    """What the step gives for each number, taken by so many threads that start together."""
    start = Barrier(AT_ONCE)

    def take_some(thread):
        try:
            start.wait(timeout=10)
            return [step(number) for number in range(thread, times, AT_ONCE)]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [found for part in pool.map(take_some, range(AT_ONCE)) for found in part]


def test_no_vote_of_a_thousand_readers_is_lost():
    slug = PollFactory(rights=["first", "second", "both", "both"]).slug
    poll, choices = polls_with([slug])[slug], [*Choice]

    def vote(reader):
        answers = {
            asked.slug: choices[(reader // 3**place) % 3]
            for place, asked in enumerate(poll.questions)
        }
        return count_vote(poll=poll, voter=f"{reader:x}", answers=answers)

    taken = at_once(vote, 1_000)

    assert Counter(taken) == {True: 1_000}
    assert PollVote.objects.count() == 1_000
    assert counts_of(poll.key) == Counter(PollAnswer.objects.values_list("item", "choice"))


def test_of_many_votes_of_one_reader_one_counts():
    slug = PollFactory().slug
    poll = polls_with([slug])[slug]
    answers = {asked.slug: Choice.BOTH for asked in poll.questions}

    taken = at_once(lambda _: count_vote(poll=poll, voter="a", answers=answers), 60)

    assert Counter(taken) == {True: 1, False: 59}
    assert [tally.count for tally in PollTally.objects.all()] == [1] * len(poll.questions)
