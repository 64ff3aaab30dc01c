"""A poll inside a guide; answered in place, or without scripts on its own page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guides.widgets.poll.data import PollData, polls_with
from guides.widgets.poll.models import Choice, Poll
from portal.panels import Exists, Help, Panel, Slug, register


def _public_among(slugs: Collection[str]) -> Collection[str]:
    return set(Poll.objects.public().filter(slug__in=slugs).values_list("slug", flat=True))


@dataclass(frozen=True, kw_only=True)
class PollArguments:
    poll: Annotated[
        str,
        Slug(),
        Exists("poll on the site", _public_among),
        Help("Which one: the last part of its address."),
    ]


@register
class PollPanel(Panel[PollArguments, PollData]):
    name = "poll"
    title = "Whose task is it?"
    help = (
        "Readers sort tasks between two roles, see which were right and why, and how others answered. "
        "The record of the two roles says what is right. Place one poll once in a text."
    )
    template = "guides/panels/poll.html"
    missing = "The poll isn’t on the site, or has nothing to ask."
    arguments = PollArguments
    examples: ClassVar = ("{{ poll poll=ai-or-ml }}",)

    def load(self, calls: Sequence[PollArguments]) -> Sequence[PollData | None]:
        found = polls_with({call.poll for call in calls})
        return [found.get(call.poll) for call in calls]

    def topics(self, arguments: PollArguments) -> Iterable[str]:
        return ("polls", "taxonomy")

    def as_data(self, data: PollData) -> dict[str, object]:
        """With the right answers: role slugs, or "both"."""
        first, second = data.roles
        words = {Choice.FIRST: first.slug, Choice.SECOND: second.slug, Choice.BOTH: "both"}
        return {
            "slug": data.slug,
            "title": data.title,
            "intro": data.intro,
            "url": data.url,
            "roles": [
                {"slug": role.slug, "name": role.name, "url": role.url} for role in data.roles
            ],
            "questions": [
                {
                    "task": question.slug,
                    "name": question.name,
                    "description": question.description,
                    "answer": words[Choice(question.right)],
                    "why": question.why,
                }
                for question in data.questions
            ],
        }
