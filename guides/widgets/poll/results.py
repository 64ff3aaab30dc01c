"""What came of somebody's answers: which were right, why, and how others answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from guides.widgets.poll.data import Answers, Counts, PollData, Question
from guides.widgets.poll.models import Choice


@dataclass(frozen=True)
class Share:
    """Readers who gave one answer to one task. `percent` is rounded, and 0 where nobody answered."""

    label: str
    count: int
    percent: int
    is_given: bool


@dataclass(frozen=True)
class Verdict:
    """One answer beside the right one; `readers` answered this task so far."""

    task: str
    given: str
    right: str
    is_right: bool
    why: str
    readers: int
    shares: tuple[Share, ...]

    @property
    def likewise(self) -> Share:
        return next(share for share in self.shares if share.is_given)


@dataclass(frozen=True)
class Result:
    verdicts: tuple[Verdict, ...]
    missing: tuple[str, ...]
    readers: int

    @property
    def right(self) -> int:
        return sum(verdict.is_right for verdict in self.verdicts)

    @property
    def total(self) -> int:
        return len(self.verdicts)


def result_of(poll: PollData, answers: Answers, counts: Counts) -> Result | None:
    """None where nothing is answered."""
    if not answers:
        return None
    verdicts = tuple(_verdicts(poll, answers, counts))
    missing = tuple(asked.name for asked in poll.questions if asked.slug not in answers)
    return Result(verdicts, missing, max(verdict.readers for verdict in verdicts))


def _verdicts(poll: PollData, answers: Answers, counts: Counts) -> Iterator[Verdict]:
    words = dict(poll.choices)
    for question in poll.questions:
        if question.slug not in answers:
            continue
        given = answers[question.slug]
        shares = shares_of(poll, question, counts, given)
        yield Verdict(
            task=question.name,
            given=words[given],
            right=words[question.right],
            is_right=given == question.right,
            why=question.why,
            readers=sum(share.count for share in shares),
            shares=shares,
        )


def shares_of(
    poll: PollData, question: Question, counts: Counts, given: Choice | None = None
) -> tuple[Share, ...]:
    """How readers answered one task, in the order of the choices."""
    found = [counts.get((question.key, choice), 0) for choice, _ in poll.choices]
    total = sum(found)
    return tuple(
        Share(label, count, round(100 * count / total) if total else 0, choice == given)
        for (choice, label), count in zip(poll.choices, found, strict=True)
    )
