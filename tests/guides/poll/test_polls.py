"""What a poll asks: whose a task is, the record says, and only what it is clear about is asked."""

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guides.models import Poll, PollItem
from guides.widgets.poll.actions import create_poll, publish_poll
from guides.widgets.poll.data import polls_with
from guides.widgets.poll.models import right_choice
from portal.sitemaps import _sections
from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import Degree
from tests.factories.accounts import SuperuserFactory
from tests.factories.polls import DraftPollFactory, PollFactory, PollItemFactory, record
from tests.factories.taxonomy import ResponsibilityFactory, RoleFactory

pytestmark = pytest.mark.django_db

EVERY = (*Degree.values, None)
HISTORY: Any = Poll.history


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [
        ("owns", "no", "first"),
        ("does", "limited", "first"),
        ("rarely", "does", "second"),
        ("no", "owns", "second"),
        ("does", "owns", "both"),
        ("limited", "rarely", None),
        ("owns", None, None),
        (None, "does", None),
        (None, None, None),
    ],
)
def test_right_answer_follows_from_the_degrees(first, second, right):
    assert right_choice(first, second) == right


def test_database_and_python_agree_on_every_pair_of_degrees():
    poll = PollFactory(rights=[])
    expected = {}
    for first, second in product(EVERY, EVERY):
        item = PollItemFactory(poll=poll, right="")
        record(item.responsibility, poll, first or "", second or "")
        expected[item.pk] = right_choice(first, second) or ""

    items = PollItem.objects.with_answers()
    assert {item.pk: getattr(item, "right", None) for item in items} == expected
    assert {*PollItem.objects.clear()} | {*PollItem.objects.unclear()} == {*PollItem.objects.all()}


def test_poll_is_public_while_it_is_on_the_site_and_has_something_to_ask():
    shown = PollFactory()
    DraftPollFactory()
    PollFactory(rights=[])
    PollFactory(rights=["", ""])

    assert list(Poll.objects.public()) == [shown]
    assert list(polls_with(Poll.objects.values_list("slug", flat=True))) == [shown.slug]


def test_task_that_becomes_unclear_is_no_longer_asked_and_staff_see_it():
    poll = PollFactory(rights=["first", "both"])
    item = poll.items.first()
    before = [asked.key for asked in polls_with([poll.slug])[poll.slug].questions]

    record(item.responsibility, poll, "limited", "no")

    after = [asked.key for asked in polls_with([poll.slug])[poll.slug].questions]
    assert (len(before), set(before) - set(after)) == (2, {item.pk})
    assert list(Poll.objects.with_unclear_items()) == [poll]


def test_corrected_record_corrects_the_answer():
    poll = PollFactory(rights=["first"])

    record(poll.items.get().responsibility, poll, "does", "does")

    [question] = polls_with([poll.slug])[poll.slug].questions
    assert question.right == "both"


def test_tasks_stand_in_their_order():
    poll = PollFactory(rights=[])
    names = [PollItemFactory(poll=poll, order=order) for order in (30, 10, 20)]

    found = [asked.key for asked in polls_with([poll.slug])[poll.slug].questions]

    assert found == [names[1].pk, names[2].pk, names[0].pk]


def test_many_polls_take_one_query(django_assert_num_queries):
    slugs = [PollFactory().slug for _ in range(3)]

    with django_assert_num_queries(1):
        found = polls_with(slugs)

    assert sorted(found) == sorted(slugs)


# Publishing


def test_clear_poll_is_published_by_somebody():
    task, by = ResponsibilityFactory(), SuperuserFactory()
    values = {
        "slug": "x",
        "title": "X",
        "intro": "Sort.",
        "first_role": RoleFactory(slug="ai-engineer"),
        "second_role": RoleFactory(slug="ml-engineer"),
    }
    poll = create_poll(values=values, items=[{"responsibility": task, "why": "So."}], by=by)
    record(task, poll, "owns", "no")
    before = list(Poll.objects.public())

    publish_poll(poll=poll, by=by)

    assert (before, list(Poll.objects.public())) == ([], [poll])
    assert [row.history_user for row in HISTORY.all()] == [by, by]


@pytest.mark.parametrize(
    ("rights", "message"),
    [([], "A poll needs at least one task."), (["first", ""], "leaves open: task")],
)
def test_poll_that_readers_would_stumble_over_is_not_published(rights, message):
    poll = DraftPollFactory(rights=rights)

    with pytest.raises(ValidationError, match=message):
        publish_poll(poll=poll, by=None)

    assert not Poll.objects.get().is_published


def test_poll_of_one_role_is_not_published_nor_stored_so():
    role = RoleFactory()
    poll = DraftPollFactory(first_role=role, second_role=role)

    with pytest.raises(ValidationError, match="two different roles"):
        publish_poll(poll=poll, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.update(is_published=True)


# Merging roles


def test_merged_role_takes_its_polls_along():
    poll = PollFactory(rights=["second"])
    gone, keep = poll.second_role, RoleFactory(slug="other")

    merge_roles(keep=keep, gone=gone, by=None)

    assert Poll.objects.get().second_role == keep
    assert polls_with([poll.slug])[poll.slug].roles[1].slug == "other"


def test_poll_whose_two_roles_become_one_leaves_the_site_with_its_votes():
    poll, other = PollFactory(), PollFactory(second_role=RoleFactory(slug="third"))
    vote = poll.votes.create(voter="x")
    by = SuperuserFactory()

    merge_roles(keep=poll.first_role, gone=poll.second_role, by=by)

    poll.refresh_from_db()
    assert (poll.first_role, poll.second_role, poll.is_published) == (other.first_role,) * 2 + (
        False,
    )
    assert list(poll.votes.all()) == [vote]
    assert HISTORY.filter(id=poll.pk).first().history_user == by
    assert list(Poll.objects.public()) == [other]


def test_draft_whose_two_roles_become_one_stays_a_draft():
    poll = DraftPollFactory()

    merge_roles(keep=poll.second_role, gone=poll.first_role, by=None)

    poll.refresh_from_db()
    assert (poll.first_role, poll.is_published) == (poll.second_role, False)


def test_sitemap_lists_public_polls():
    shown, hidden = PollFactory(), DraftPollFactory()

    entries = "".join(_sections["polls"].entries(0))

    assert f"/guides/polls/{shown.slug}/" in entries
    assert hidden.slug not in entries
