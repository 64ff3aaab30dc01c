"""Polls as readers see them, and how readers answered."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from guides.widgets.poll.models import (
    Choice,
    Poll,
    PollItem,
    PollItemQuerySet,
    PollTally,
    poll_page,
)
from portal.taxonomy.panels import RoleHead

type Answers = Mapping[str, Choice]  # by the slugs of the tasks
type Counts = Mapping[tuple[int, str], int]  # by the key of the item and the choice


@dataclass(frozen=True)
class Question:
    """A task to sort; `right` is a `Choice`."""

    key: int
    slug: str
    name: str
    description: str
    right: str
    why: str


@dataclass(frozen=True)
class PollData:
    """A poll with what it asks: the tasks that the record of its two roles is clear about."""

    key: int
    slug: str
    title: str
    intro: str
    roles: tuple[RoleHead, RoleHead]
    questions: tuple[Question, ...]

    @property
    def url(self) -> str:
        return poll_page(self.slug)

    @property
    def play(self) -> str:
        """Its name among the things to play with on a page."""
        return f"poll-{self.slug}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Values and words of what can be answered."""
        first, second = self.roles
        return [(Choice.FIRST, first.name), (Choice.SECOND, second.name), (Choice.BOTH, "Both")]


def polls_with(slugs: Collection[str]) -> dict[str, PollData]:
    """The public ones of these polls by slug, with one query."""
    items = PollItem.objects.clear().filter(poll__in=Poll.objects.public().filter(slug__in=slugs))
    return {data.slug: data for data in _polls(items)}


def poll_as_drafted(poll: Poll) -> PollData | None:
    """A poll as readers would see it if it were on the site; None where it has nothing to ask."""
    return next(_polls(PollItem.objects.clear().filter(poll=poll)), None)


def _polls(items: PollItemQuerySet) -> Iterator[PollData]:
    named = items.select_related("poll__first_role", "poll__second_role", "responsibility")
    for _, same in groupby(named.order_by("poll", "order", "pk"), key=lambda item: item.poll_id):
        asked = list(same)
        yield _poll(asked[0].poll, asked)


def _poll(poll: Poll, items: Iterable[PollItem]) -> PollData:
    first, second = poll.first_role, poll.second_role
    return PollData(
        key=poll.pk,
        slug=poll.slug,
        title=poll.title,
        intro=poll.intro,
        roles=(RoleHead.of(first.slug, first.name), RoleHead.of(second.slug, second.name)),
        questions=tuple(map(_question, items)),
    )


def _question(item: PollItem) -> Question:
    task = item.responsibility
    right = str(getattr(item, "right", ""))
    return Question(item.pk, task.slug, task.name, task.description, right, item.why)


def counts_of(poll: int) -> Counts:
    """How many gave each answer to the poll of that key."""
    tallies = PollTally.objects.filter(item__poll=poll)
    return {
        (item, choice): count
        for item, choice, count in tallies.values_list("item", "choice", "count")
    }
