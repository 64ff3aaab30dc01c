"""Polls in which readers sort tasks between two roles, and how they answered.

What is right is nowhere stored: the record of who does what (`RoleResponsibility`) says it.
"""

from datetime import date, timedelta
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.links import path_to
from portal.taxonomy.models import Degree, Responsibility, Role, RoleResponsibility

poll_page = path_to("guides:poll")

BELONGS: Final = (Degree.OWNS, Degree.DOES)
OTHERS: Final = (Degree.LIMITED, Degree.RARELY, Degree.NO)
# For how long a vote bears the mark by which a second one of the same reader is known.
MARKED: Final = timedelta(days=30)


class Choice(models.TextChoices):
    FIRST = "first", "the first role’s"
    SECOND = "second", "the second role’s"
    BOTH = "both", "both roles’"


def right_choice(first: str | None, second: str | None) -> Choice | None:
    """Whose a task is by the degrees of the two roles; None where the record leaves it open.

    `PollItemQuerySet.with_answers` says the same to the database.
    """
    if first is None or second is None:
        return None
    match first in BELONGS, second in BELONGS:
        case True, True:
            return Choice.BOTH
        case True, False:
            return Choice.FIRST
        case False, True:
            return Choice.SECOND
    return None


class PollQuerySet(models.QuerySet["Poll"]):
    def public(self) -> Self:
        """Polls on the site that have something to ask."""
        asked = PollItem.objects.clear().filter(poll=OuterRef("pk"))
        return self.filter(Exists(asked), is_published=True)

    def with_unclear_items(self) -> Self:
        unclear = PollItem.objects.unclear().filter(poll=OuterRef("pk"))
        return self.filter(Exists(unclear))


class Poll(models.Model):
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The address, under /guides/polls/."
    )
    title = models.CharField(max_length=120, help_text="A question does well: “Whose task is it?”")
    intro = models.CharField(max_length=320, help_text="A sentence or two: what to do, and why.")
    first_role = models.ForeignKey(Role, models.PROTECT, related_name="first_in_polls")
    second_role = models.ForeignKey(Role, models.PROTECT, related_name="second_in_polls")
    is_published = models.BooleanField(
        "on the site", default=False, help_text="Readers see it, and guides may show it."
    )
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        permissions: ClassVar = [("publish_poll", "Can put polls on the site and take them off")]
        constraints = (
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(first_role=F("second_role")),
                name="poll_of_two_roles",
                violation_error_message="A poll on the site sets two different roles apart.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return poll_page(self.slug)


class PollItemQuerySet(models.QuerySet["PollItem"]):
    def with_answers(self) -> Self:
        """With `right`: whose task it is by the record; empty where that leaves it open."""
        first, second = Q(first_degree__in=BELONGS), Q(second_degree__in=BELONGS)
        return self.annotate(
            first_degree=_degree("poll__first_role"), second_degree=_degree("poll__second_role")
        ).annotate(
            right=Case(
                When(first & second, then=Value(Choice.BOTH)),
                When(first & Q(second_degree__in=OTHERS), then=Value(Choice.FIRST)),
                When(second & Q(first_degree__in=OTHERS), then=Value(Choice.SECOND)),
                default=Value(""),
                output_field=models.CharField(),
            )
        )

    def clear(self) -> Self:
        return self.with_answers().exclude(right="")

    def unclear(self) -> Self:
        return self.with_answers().filter(right="")


def _degree(role: str) -> Subquery:
    links = RoleResponsibility.objects.filter(
        role=OuterRef(role), responsibility=OuterRef("responsibility")
    )
    return Subquery(links.order_by().values("degree")[:1])


class PollItem(models.Model):
    """A task to sort. The record of the two roles says whose it is, `why` says it in words."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="items")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="poll_items")
    why = models.CharField(
        max_length=320, help_text="One sentence that readers see beside the right answer."
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers stand first.")

    objects = PollItemQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name = "task of a poll"
        verbose_name_plural = "tasks of a poll"
        constraints = (
            models.UniqueConstraint(
                fields=("poll", "responsibility"),
                name="poll_item_once",
                violation_error_message="This poll asks about this task already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.responsibility)


class PollVoteQuerySet(models.QuerySet["PollVote"]):
    def outdated(self) -> Self:
        """Votes that bear a mark for longer than they may."""
        return self.filter(voter__isnull=False, day__lt=today() - MARKED)


def today() -> date:
    return timezone.now().date()


class PollVote(models.Model):
    """That somebody answered. `voter` tells a second vote and nothing else; it is dropped after `MARKED`."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001  (none is not "")
    day = models.DateField(default=today, editable=False)

    objects = PollVoteQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("poll", "day"), name="pollvote_day"),
            models.Index(fields=("day",), name="pollvote_marked", condition=Q(voter__isnull=False)),
        )
        constraints = (models.UniqueConstraint(fields=("poll", "voter"), name="poll_vote_once"),)

    def __str__(self) -> str:
        return f"{self.poll}, {self.day}"


class PollAnswer(models.Model):
    vote = models.ForeignKey(PollVote, models.CASCADE, related_name="answers")
    item = models.ForeignKey(PollItem, models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=6, choices=Choice)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("vote", "item"), name="poll_answer_once"),
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values), name="poll_answer_choice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.choice}"


class PollTally(models.Model):
    """How many gave an answer, so that a page need not count the votes."""

    item = models.ForeignKey(PollItem, models.CASCADE, related_name="tallies")
    choice = models.CharField(max_length=6, choices=Choice)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "choice"), name="poll_tally_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="poll_tally_choice"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.choice}, {self.count}"
