"""From author to editor and back: decisions, what makes them void, and who hears of them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guides import actions
from guides.models import Guide, GuideContent
from portal.accounts.models import User
from portal.desk import desk
from portal.mail.models import Mail
from portal.publishing.diff import values_of
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    ArchivedGuideFactory,
    AuthorFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
    ReturnedGuideFactory,
    SubmittedGuideFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/guides/guide/"


def at_desk(group: str) -> tuple[Client, User]:
    client, person = Client(), StaffFactory(groups=(group,))
    client.force_login(person)
    return client, person


def save(guide: Guide, by: User | None = None, **changed: Any) -> None:
    values = values_of(guide.revisions.latest("number"), GuideContent) | changed
    base = Guide.objects.get(pk=guide.pk).latest_number
    actions.save_guide(guide=guide, values=values, by=by, base=base)


def standings(guide: Guide) -> set[str]:
    """The lists of what waits for whom that name the guide."""
    lists = {
        "to review": Guide.objects.to_review(),
        "approved": Guide.objects.approved(),
        "returned": Guide.objects.returned(),
        "public": Guide.objects.public(),
    }
    return {name for name, guides in lists.items() if guides.filter(pk=guide.pk).exists()}


def standing(guide: Guide) -> str:
    """As the list on the desk says it."""
    found: str = desk.get_model_admin(Guide).standing(Guide.objects.get(pk=guide.pk))  # type: ignore[attr-defined]
    return found


def page(guide: Guide) -> str:
    return reverse("admin:guides_guide_decide", args=[guide.pk])


def decide(client: Client, guide: Guide, step: str, **given: Any) -> Any:
    data = {"step": step, "seen": Guide.objects.get(pk=guide.pk).latest_number}
    return client.post(page(guide), data | given, follow=True)


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# What was taken off the site


def test_author_hands_over_again_what_was_taken_off_the_site() -> None:
    client, author = at_desk("author")
    guide = DraftGuideFactory(title="First")
    actions.publish_guide(guide=guide, by=None, until=timezone.now() + timedelta(hours=1))
    actions.unpublish_guide(guide=guide, by=None)

    client.post(LIST, {"action": "submit", "_selected_action": [guide.pk]})

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert standings(guide) == {"to review"}
        assert standing(guide) == "in review"
        actions.approve_guide(guide=Guide.objects.get(), by=None)
        assert standings(guide) == {"approved"}
        assert standing(guide) == "in review, approved"
    handed_over = guide.events.get(kind="submitted")
    assert (handed_over.by, handed_over.revision) == (author, 1)


def test_author_mends_what_was_taken_off_the_site_and_submits_it() -> None:
    client, _ = at_desk("author")
    guide = ClosedGuideFactory(title="First")
    address = reverse("admin:guides_guide_change", args=[guide.pk])
    form = client.get(address)
    sent = {box.name: box.value() for box in form.context["adminform"].form}
    sent = {name: value for name, value in sent.items() if value is not None}

    client.post(address, sent | {"title": "Second", "_submit": "1"})

    assert b"Save and submit for review" in form.content
    assert standings(guide) == {"to review"}
    assert guide.revisions.latest("number").title == "Second"
    assert Guide.objects.get().title == "First"


# Approval


def test_approval_is_kept_with_who_when_and_why() -> None:
    guide, editor = SubmittedGuideFactory(), StaffFactory()

    actions.approve_guide(guide=guide, by=editor, seen=1, note="Good.")

    assert standings(guide) == {"approved"}
    event = guide.events.get()
    assert (event.kind, event.by, event.revision, event.note) == ("approved", editor, 1, "Good.")


def test_later_save_by_anybody_makes_an_approval_void() -> None:
    guide = SubmittedGuideFactory()
    actions.approve_guide(guide=guide, by=None)

    save(guide)

    assert standings(guide) == {"to review"}


def test_edit_of_what_is_live_is_approved_without_going_live() -> None:
    guide = LiveGuideFactory(title="First")
    save(guide, title="Second")

    actions.approve_guide(guide=guide, by=None)

    assert standings(guide) == {"approved", "public"}
    assert Guide.objects.get().title == "First"


def test_approving_what_was_saved_after_it_was_seen_is_refused() -> None:
    guide = SubmittedGuideFactory()
    save(guide)

    with pytest.raises(StaleRevision):
        actions.approve_guide(guide=guide, by=None, seen=1)

    assert standings(guide) == {"to review"}


def test_publishing_approves_too() -> None:
    guide = SubmittedGuideFactory()

    actions.publish_guide(guide=guide, by=None)

    guide.refresh_from_db()
    assert (guide.approved_number, standings(guide)) == (1, {"public"})


# Returning


def test_edit_of_what_is_live_is_returned_and_stays_live() -> None:
    guide = LiveGuideFactory()
    save(guide)

    actions.return_guide(guide=guide, by=None, reason="No.")

    assert standings(guide) == {"returned", "public"}
    save(guide)
    assert standings(guide) == {"to review", "public"}


def test_what_was_returned_is_submitted_again_as_it_is() -> None:
    guide = SubmittedGuideFactory()
    actions.return_guide(guide=guide, by=None, reason="No.")

    actions.submit_guide(guide=guide, by=None)

    assert standings(guide) == {"to review"}


def test_returning_takes_an_approval_back() -> None:
    guide = SubmittedGuideFactory()
    actions.approve_guide(guide=guide, by=None)

    actions.return_guide(guide=guide, by=None, reason="After all, no.")

    assert standings(guide) == {"returned"}


def test_returning_without_a_reason_is_refused() -> None:
    guide = SubmittedGuideFactory()

    with pytest.raises(ValueError):
        actions.return_guide(guide=guide, by=None, reason="  ")

    assert standings(guide) == {"to review"}


def test_author_gets_one_letter_with_the_reason_and_editors_none(
    django_capture_on_commit_callbacks: Any,
) -> None:
    writer, byline = StaffFactory(groups=("author",)), StaffFactory(groups=("author",))
    editor, _ = StaffFactory(groups=("editor",)), StaffFactory(groups=("editor",))
    guide = DraftGuideFactory(title="Pay & <perks>", author=AuthorFactory(user=byline))
    actions.submit_guide(guide=guide, by=writer)

    with django_capture_on_commit_callbacks(execute=True):
        actions.return_guide(guide=guide, by=editor, reason="Name the <source> & year.")

    assert sorted(to for letter in mail.outbox for to in letter.to) == sorted(
        [writer.email, byline.email]
    )
    assert {letter.subject for letter in mail.outbox} == {"Returned: Pay & <perks>"}
    for part in ("Pay & <perks>", "Name the <source> & year.", f"/guides/guide/{guide.pk}/change/"):
        assert all(part in letter.body for letter in mail.outbox)


def test_one_who_submitted_under_their_own_byline_gets_one_letter() -> None:
    writer, editor = StaffFactory(groups=("author",)), StaffFactory(groups=("editor",))
    guide = DraftGuideFactory(author=AuthorFactory(user=writer))
    for _ in range(2):
        actions.submit_guide(guide=guide, by=writer)
        actions.return_guide(guide=guide, by=editor, reason="No.")

    assert [letter.to for letter in Mail.objects.all()] == [writer.email] * 2
    assert Mail.objects.values("matter").distinct().count() == 2


def test_writer_of_a_returned_edit_gets_the_letter_and_the_one_who_returns_none() -> None:
    writer, editor = StaffFactory(groups=("author",)), StaffFactory(groups=("editor",))
    guide = LiveGuideFactory(author=AuthorFactory(user=editor))
    save(guide, by=writer)

    actions.return_guide(guide=guide, by=editor, reason="No.")

    assert [letter.to for letter in Mail.objects.all()] == [writer.email]
    assert "stays as it is" in Mail.objects.get().body


def test_author_reads_the_reason_on_the_form() -> None:
    author, _ = at_desk("author")
    guide, other = SubmittedGuideFactory(), SubmittedGuideFactory()
    actions.return_guide(guide=guide, by=None, reason="Name the source.")

    html = author.get(reverse("admin:guides_guide_change", args=[guide.pk])).content.decode()

    assert "Name the source." in html
    assert (
        "Returned"
        not in author.get(reverse("admin:guides_guide_change", args=[other.pk])).content.decode()
    )


# The archive


def test_archived_guide_is_read_only_until_it_is_taken_back() -> None:
    guide = ReturnedGuideFactory()
    actions.archive_guide(guide=guide, by=None)

    with pytest.raises(WrongState):
        save(guide)

    actions.unarchive_guide(guide=guide, by=None)
    save(guide)
    guide.refresh_from_db()
    assert (guide.status, guide.latest_number) == (Status.RETURNED, 2)
    assert [event.kind for event in guide.events.all()] == ["taken_back", "archived"]


def test_archived_guide_waits_for_nobody() -> None:
    returned, submitted = ReturnedGuideFactory(), SubmittedGuideFactory()
    approved = SubmittedGuideFactory()
    actions.approve_guide(guide=approved, by=None)
    guides = (returned, submitted, approved)
    before = [standings(guide) for guide in guides]

    for guide in guides:
        actions.archive_guide(guide=guide, by=None)

    assert before == [{"returned"}, {"to review"}, {"approved"}]
    assert [standings(guide) for guide in guides] == [set(), set(), set()]


def test_database_holds_no_published_guide_in_the_archive() -> None:
    guide = LiveGuideFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Guide.objects.filter(pk=guide.pk).update(archived_at=timezone.now())


def test_archived_guide_is_shown_and_cannot_be_changed_on_the_desk() -> None:
    editor, _ = at_desk("editor")
    guide = ArchivedGuideFactory(title="Put away")
    address = reverse("admin:guides_guide_change", args=[guide.pk])

    shown, sent = editor.get(address), editor.post(address, {"title": "Other"})

    assert (shown.status_code, sent.status_code) == (200, 403)
    assert "Put away" in shown.content.decode()
    assert editor.get(reverse("admin:guides_guide_restore", args=[guide.pk, 1])).status_code == 403


# The list on the desk


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Draft", "Returned", "Approved"}),
        ("standing=archived", {"Archived"}),
        ("standing=returned", {"Returned"}),
        ("standing=approved", {"Approved"}),
        ("whose=mine", {"Draft"}),
    ],
)
def test_list_shows_what_was_asked_for(query: str, shown: set[str]) -> None:
    editor, person = at_desk("editor")
    DraftGuideFactory(title="Draft", author=AuthorFactory(slug="mine", user=person))
    ReturnedGuideFactory(title="Returned")
    actions.approve_guide(guide=SubmittedGuideFactory(title="Approved"), by=None)
    ArchivedGuideFactory(title="Archived")

    found = editor.get(f"{LIST}?{query}").context["cl"].result_list

    assert {guide.title for guide in found} == shown


def test_bulk_approval_leaves_what_was_saved_after_the_list_was_drawn() -> None:
    editor, _ = at_desk("editor")
    seen, later = SubmittedGuideFactory(), SubmittedGuideFactory()
    save(later)
    chosen = {"action": "approve", "_selected_action": [seen.pk, later.pk]}

    editor.post(LIST, chosen | {f"seen-{guide.pk}": 1 for guide in (seen, later)})

    assert (standings(seen), standings(later)) == ({"approved"}, {"to review"})


# The page of decisions


@pytest.mark.parametrize(
    ("factory", "steps"),
    [
        (DraftGuideFactory, ["publish", "archive"]),
        (SubmittedGuideFactory, ["approve", "publish", "return", "archive"]),
        (LiveGuideFactory, ["unpublish"]),
        (EndedGuideFactory, ["publish", "unpublish", "archive"]),
        (ClosedGuideFactory, ["publish", "archive"]),
        (ArchivedGuideFactory, ["take_back"]),
    ],
)
def test_page_offers_what_can_be_decided(factory: Any, steps: list[str]) -> None:
    editor, _ = at_desk("editor")

    answer = editor.get(page(factory()))

    assert [decision.step for decision in answer.context["decisions"]] == steps


def test_editor_decides_on_the_page() -> None:
    editor, person = at_desk("editor")
    guide = SubmittedGuideFactory(title="Pay")

    answers = [
        decide(editor, guide, "approve", note="Good."),
        decide(editor, guide, "publish", at_0="", at_1="", until_0="", until_1=""),
        decide(editor, guide, "unpublish", note="Wrong figure."),
        decide(editor, guide, "archive"),
        decide(editor, guide, "take_back"),
    ]

    assert [said(answer) for answer in answers] == [
        ["“Pay” is approved."],
        ["“Pay” is published."],
        ["“Pay” is off the site."],
        ["“Pay” is put away."],
        ["“Pay” is taken back."],
    ]
    assert [(event.kind, event.by, event.note) for event in guide.events.all()][::-1] == [
        ("approved", person, "Good."),
        ("published", person, ""),
        ("closed", person, "Wrong figure."),
        ("archived", person, ""),
        ("taken_back", person, ""),
    ]


def test_editor_schedules_on_the_page(time_machine: Any) -> None:
    editor, _ = at_desk("editor")
    guide = SubmittedGuideFactory()
    start, end = (timezone.now() + timedelta(days=days) for days in (2, 4))
    given = {f"at_{part}": f"{start:{form}}" for part, form in enumerate(("%Y-%m-%d", "%H:%M"))}
    given |= {f"until_{part}": f"{end:{form}}" for part, form in enumerate(("%Y-%m-%d", "%H:%M"))}

    decide(editor, guide, "publish", **given)

    seen = []
    for days in (0, 3, 5):
        time_machine.move_to(timezone.now() + timedelta(days=days and 2.5))
        seen.append(Guide.objects.public().exists())
    assert seen == [False, True, False]


@pytest.mark.parametrize("step", ["approve", "publish", "return"])
def test_decision_about_what_was_saved_meanwhile_is_refused_in_words(step: str) -> None:
    editor, _ = at_desk("editor")
    guide = SubmittedGuideFactory()
    save(guide)
    dates = {f"{name}_{part}": "" for name in ("at", "until") for part in (0, 1)}

    answer = decide(editor, guide, step, seen=1, reason="No.", **dates)

    assert "was saved by somebody else after you opened revision 1" in said(answer)[0]
    assert standings(guide) == {"to review"}


def test_page_says_what_stands_against_publishing() -> None:
    editor, _ = at_desk("editor")
    guide = SubmittedGuideFactory(body="# A first-level heading")

    answer = editor.get(page(guide))

    assert [problem.level for problem in answer.context["problems"]][:1] == ["error"]
