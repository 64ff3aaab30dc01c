"""What staff do with polls, and the one thing that readers do: vote."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from guides.widgets.poll.data import Answers, PollData
from guides.widgets.poll.models import Choice, Poll, PollAnswer, PollItem, PollTally, PollVote
from portal.accounts.models import User
from portal.freshness import changed
from portal.taxonomy.models import Role

# Seconds in which votes move a poll's topic once: a crowd of voters must not unmake pages all the time.
PAUSE: Final = 1
ONE_ROLE: Final = "A poll sets two different roles apart."
NOTHING: Final = "A poll needs at least one task."
UNCLEAR: Final = "Whose task it is, the record of the two roles leaves open: {}."


def topic_of(poll: int) -> str:
    """Moves with the votes of the poll of that key; its text moves "polls"."""
    return f"poll:{poll}"


@transaction.atomic
def create_poll(
    *, values: Mapping[str, Any], items: Iterable[Mapping[str, Any]], by: User | None
) -> Poll:
    """Start a poll, which readers don't see before it is published."""
    poll = Poll(**values)
    save_poll(poll=poll, by=by)
    for place, item in enumerate(items, start=1):
        PollItem.objects.create(poll=poll, order=10 * place, **item)
    return poll


@transaction.atomic
def save_poll(*, poll: Poll, by: User | None) -> None:
    poll._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    poll.save()


@transaction.atomic
def publish_poll(*, poll: Poll, by: User | None) -> None:
    """Put a poll on the site. Raises `ValidationError` with what readers would stumble over."""
    stored = Poll.objects.select_for_update().get(pk=poll.pk)
    tasks = stored.items.values_list("responsibility__name", flat=True)
    unclear = PollItem.objects.unclear().filter(poll=stored)
    problems = problems_of(
        stored, len(tasks), unclear.values_list("responsibility__name", flat=True)
    )
    if problems:
        raise ValidationError(problems)
    stored.is_published = poll.is_published = True
    save_poll(poll=stored, by=by)


def problems_of(poll: Poll, tasks: int, unclear: Collection[str]) -> list[str]:
    """What stands against publishing a poll of so many tasks, some of which may be unclear."""
    found = [] if poll.first_role_id != poll.second_role_id else [ONE_ROLE]
    if not tasks:
        found.append(NOTHING)
    if unclear:
        found.append(UNCLEAR.format(", ".join(unclear)))
    return found


def settle_poll(poll: Poll, keep: Role, by: User | None) -> None:
    """Both roles became one, so there is nothing left to tell apart: off the site, with all its votes."""
    poll.first_role = poll.second_role = keep
    poll.is_published = False
    save_poll(poll=poll, by=by)


def count_vote(*, poll: PollData, voter: str, answers: Answers) -> bool:
    """Count somebody's answers, once for each mark; False where that mark has voted already."""
    try:
        with transaction.atomic():
            _record(poll, voter, answers)
    except IntegrityError:
        if has_voted(poll, voter):
            return False
        raise
    return True


def has_voted(poll: PollData, voter: str) -> bool:
    return PollVote.objects.filter(poll=poll.key, voter=voter).exists()


def _record(poll: PollData, voter: str, answers: Answers) -> None:
    given = [
        (question.key, answers[question.slug])
        for question in poll.questions
        if question.slug in answers
    ]
    vote = PollVote.objects.create(poll_id=poll.key, voter=voter)
    PollAnswer.objects.bulk_create(
        PollAnswer(vote=vote, item_id=item, choice=choice) for item, choice in given
    )
    _add(given)
    if cache.add(f"{topic_of(poll.key)}:moved", 1, timeout=PAUSE):
        changed(topic_of(poll.key))


def _add(given: Collection[tuple[int, Choice]]) -> None:
    """Count one more of each. Rows are locked in one order, so that no two votes wait for each other."""
    chosen = Q()
    for item, choice in given:
        chosen |= Q(item=item, choice=choice)
    tallies = PollTally.objects.filter(chosen)
    if tallies.count() < len(given):
        every = (PollTally(item_id=item, choice=choice) for item, choice in given)
        PollTally.objects.bulk_create(every, ignore_conflicts=True)
    locked = tallies.select_for_update().order_by("pk").values_list("pk", flat=True)
    PollTally.objects.filter(pk__in=list(locked)).update(count=F("count") + 1)


def forget_voters() -> int:
    """Take the marks off votes that are older than marks are kept; how many that were."""
    return PollVote.objects.outdated().update(voter=None)
