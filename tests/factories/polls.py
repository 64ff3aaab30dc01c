"""Polls between an AI engineer and an ML engineer, as far as nothing else is said."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from guides.models import Poll, PollItem
from portal.taxonomy.models import RoleResponsibility
from tests.factories.taxonomy import ResponsibilityFactory, RoleFactory

# Degrees of the two roles, by whose the task then is.
DEGREES = {"first": ("owns", "no"), "second": ("limited", "does"), "both": ("does", "owns")}


def record(task: Any, poll: Any, first: str = "", second: str = "") -> None:
    """Note to which degree the two roles of a poll do a task; empty: nothing is recorded."""
    for role, degree in ((poll.first_role, first), (poll.second_role, second)):
        RoleResponsibility.objects.filter(role=role, responsibility=task).delete()
        if degree:
            RoleResponsibility.objects.create(role=role, responsibility=task, degree=degree)


class PollItemFactory(DjangoModelFactory[PollItem]):
    """A task; `right` says whose the record says it is, and "" that it leaves it open."""

    class Meta:
        model = PollItem
        skip_postgeneration_save = True

    responsibility = factory.SubFactory(ResponsibilityFactory)
    why = "Because it is so."

    @factory.post_generation
    def right(self, create: bool, right: str | None, **kwargs: Any) -> None:
        item: Any = self
        record(item.responsibility, item.poll, *DEGREES.get("both" if right is None else right, ()))


class DraftPollFactory(DjangoModelFactory[Poll]):
    """Has a task for each in `rights`."""

    class Meta:
        model = Poll
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"poll-{n}")
    title = factory.Sequence(lambda n: f"Poll {n}")
    intro = "Sort the tasks."
    first_role = factory.SubFactory(RoleFactory, slug="ai-engineer")
    second_role = factory.SubFactory(RoleFactory, slug="ml-engineer")

    @factory.post_generation
    def rights(self, create: bool, rights: Any, **kwargs: Any) -> None:
        for right in ("first", "second", "both") if rights is None else rights:
            PollItemFactory(poll=self, right=right)


class PollFactory(DraftPollFactory):
    """On the site."""

    is_published = True
