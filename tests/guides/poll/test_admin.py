"""Polls on the desk: what may be saved, by whom, and what staff see."""

from datetime import date

import pytest
from django.urls import reverse

from guides.models import Poll
from guides.widgets.poll.actions import count_vote
from guides.widgets.poll.data import polls_with
from guides.widgets.poll.models import Choice
from portal.desk import desk
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.polls import DraftPollFactory, PollFactory, PollItemFactory, record
from tests.factories.taxonomy import ResponsibilityFactory, RoleFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/guides/poll/"


def change_of(poll):
    return reverse("admin:guides_poll_change", args=[poll.pk])


@pytest.fixture
def editor(client):
    client.force_login(StaffFactory(groups=("editor",)))
    return client


@pytest.fixture
def author(client):
    client.force_login(StaffFactory(groups=("author",)))
    return client


def saved(client, poll, **given):
    """Send the form back with these changes: what it says then, empty where it was saved."""
    data = filled_in(client.get(change_of(poll)).content.decode()) | given
    answer = client.post(change_of(poll), data)
    if answer.status_code == 302:
        return ""
    assert answer.status_code == 200
    return answer.content.decode()


def row(number, name):
    return f"items-{number}-{name}"


def test_editor_puts_a_clear_poll_on_the_site(editor):
    poll = DraftPollFactory()

    assert saved(editor, poll, is_published="on") == ""

    assert list(Poll.objects.public()) == [poll]
    assert poll.history.first().history_user == StaffFactory._meta.model.objects.get()


def test_poll_with_an_unclear_task_does_not_go_on_the_site(editor):
    poll = DraftPollFactory(rights=["first", ""])

    said = saved(editor, poll, is_published="on")

    assert said.count("leaves open whose task this is") == 1
    assert not Poll.objects.public().exists()


def test_poll_without_a_task_does_not_go_on_the_site(editor):
    said = saved(editor, DraftPollFactory(rights=[]), is_published="on")

    assert "needs at least one task" in said


def test_poll_between_one_role_does_not_go_on_the_site(editor):
    poll = DraftPollFactory()

    said = saved(editor, poll, is_published="on", second_role=poll.first_role_id)

    assert "sets two different roles apart" in said


def test_unclear_task_may_be_taken_out_as_the_poll_goes_on_the_site(editor):
    poll = DraftPollFactory(rights=["first", ""])

    said = saved(editor, poll, is_published="on", **{row(1, "DELETE"): "on"})

    assert said == ""
    assert (poll.items.count(), list(Poll.objects.public())) == (1, [poll])


def test_task_added_to_a_poll_on_the_site_must_be_clear(editor):
    poll = PollFactory()
    clear, unclear = ResponsibilityFactory(), ResponsibilityFactory()
    record(clear, poll, "no", "does")
    fields = {"is_published": "on", row(3, "why"): "So.", row(3, "order"): 5}

    refused = saved(editor, poll, **fields, **{row(3, "responsibility"): unclear.pk})
    taken = saved(editor, poll, **fields, **{row(3, "responsibility"): clear.pk})

    assert "leaves open whose task this is" in refused
    assert taken == ""
    assert polls_with([poll.slug])[poll.slug].questions[0].slug == clear.slug


def test_draft_may_hold_unclear_tasks_and_says_so(editor):
    poll = DraftPollFactory(rights=[""])

    assert saved(editor, poll, title="Changed") == ""
    page = editor.get(change_of(poll)).content.decode()

    assert "The record leaves it open" in page


def cast(poll, voter="a"):
    data = polls_with([poll.slug])[poll.slug]
    count_vote(
        poll=data, voter=voter, answers={asked.slug: Choice.BOTH for asked in data.questions}
    )


def test_roles_and_tasks_stay_once_readers_have_voted(editor):
    poll = PollFactory()
    cast(poll)
    other, task = RoleFactory(slug="other"), ResponsibilityFactory()
    record(task, poll, "does", "does")

    said = saved(editor, poll, second_role=other.pk, **{row(0, "responsibility"): task.pk}) + saved(
        editor, poll, **{row(0, "responsibility"): task.pk}
    )

    assert "the two roles stay" in said
    assert "Readers have answered about this task" in said
    assert Poll.objects.get().second_role == poll.second_role


def test_form_shows_how_readers_answered(editor, time_machine):
    time_machine.move_to("2026-11-04T09:00:00Z")
    poll = PollFactory(rights=["first"])
    for voter in "abc":
        cast(poll, voter)

    page = " ".join(editor.get(change_of(poll)).content.decode().split())

    assert "<td>0% (0)</td><td>0% (0)</td><td>100% (3)</td>" in page
    assert '<th scope="row">2026-11-04</th><td>3</td>' in page
    assert list(poll.votes.values_list("day", flat=True)) == [date(2026, 11, 4)] * 3


def test_author_drafts_but_neither_publishes_nor_changes_what_readers_see(author):
    draft, live = DraftPollFactory(), PollFactory()

    assert saved(author, draft, title="Mine", is_published="on") == ""
    refused = author.post(change_of(live), {"title": "Mine"})

    draft.refresh_from_db()
    assert (draft.title, draft.is_published) == ("Mine", False)
    assert refused.status_code == 403


def test_poll_with_votes_or_on_the_site_is_not_deleted(client):
    client.force_login(SuperuserFactory())
    voted, live, draft = PollFactory(), PollFactory(), DraftPollFactory()
    cast(voted)
    Poll.objects.filter(pk=voted.pk).update(is_published=False)

    found = [
        client.post(
            reverse("admin:guides_poll_delete", args=[poll.pk]), {"post": "yes"}
        ).status_code
        for poll in (voted, live, draft)
    ]
    client.post(
        LIST, {"action": "delete_selected", "_selected_action": [voted.pk, live.pk], "post": "yes"}
    )

    assert found == [403, 403, 302]
    assert {*Poll.objects.all()} == {voted, live}


def test_list_is_searched_and_narrowed(editor):
    live, draft, unclear = PollFactory(title="Live"), DraftPollFactory(title="Draft"), PollFactory()
    PollItemFactory(poll=unclear, right="", responsibility=ResponsibilityFactory(name="welding"))

    found = [
        {*editor.get(LIST + query).context["cl"].result_list}
        for query in ("?standing=live", "?standing=draft", "?standing=unclear", "?q=welding")
    ]

    assert found == [{live, unclear}, {draft}, {unclear}, {unclear}]
    assert "4, 1 of them unclear" in editor.get(LIST).content.decode()


def test_desk_counts_polls_with_tasks_that_readers_do_not_see():
    PollFactory()
    PollFactory(rights=["first", ""])
    DraftPollFactory(rights=[""])

    counts = {queue.title: queue.count for queue in desk.waiting_for(SuperuserFactory())}

    assert counts["Polls with tasks that readers don’t see"] == 1


def test_preview_shows_a_draft_with_the_right_answers(author):
    poll = DraftPollFactory(rights=["first", "second"], title="Not yet")

    response = author.get(reverse("admin:guides_poll_preview", args=[poll.pk]))

    page = response.content.decode()
    assert (response.context["result"].right, response.context["result"].total) == (2, 2)
    assert "This is a preview." in page
    assert '<meta name="robots" content="noindex">' in page


def test_preview_of_nothing_to_ask_is_missing(author):
    poll = DraftPollFactory(rights=[""])

    assert author.get(reverse("admin:guides_poll_preview", args=[poll.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_form_asks_the_database_no_more_for_more_tasks(
    editor, count, django_assert_max_num_queries
):
    poll = PollFactory(rights=["both"] * count)
    cast(poll)

    with django_assert_max_num_queries(30 + 2 * count):
        assert editor.get(change_of(poll)).status_code == 200
