"""An edit of what is live that is scheduled by itself: what readers see until the instant, and from it on."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guides import actions, scheduling
from guides.models import FormerGuideSlug, Guide, GuideCitation, GuideContent
from guides.scheduling import (
    drop_scheduled_edit,
    publish_due_edits,
    publish_when_due,
    schedule_edit,
)
from portal.accounts.models import User
from portal.mail.models import Mail
from portal.publishing.diff import values_of
from portal.publishing.errors import StaleRevision, WrongState
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    AuthorFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
    ScheduledGuideFactory,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.portal.freshness.site import SimulatedWorker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
THEN = NOW + timedelta(hours=2)
FIGURE = "## Pay\n\nIt pays {{ salary-figure role=ml-engineer measure=national-median }}."


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def editor() -> User:
    return StaffFactory(groups=("editor",))


def edit(guide: Guide, by: User | None = None, **changed: Any) -> None:
    """Save another revision upon the latest."""
    guide.refresh_from_db()
    latest = guide.revisions.latest("number")
    values = values_of(latest, GuideContent) | changed
    actions.save_guide(guide=guide, values=values, by=by, base=latest.number)


def scheduled(by: User | None = None, *, at: datetime = THEN, **changed: Any) -> Guide:
    """Live as “Before”, and as “After” from the instant on."""
    guide = LiveGuideFactory(title="Before", slug="pay")
    edit(guide, by, **{"title": "After", **changed})
    schedule_edit(guide=guide, at=at, by=by, seen=2)
    return guide


def state(guide: Guide) -> tuple[Any, ...]:
    guide.refresh_from_db()
    return (guide.title, guide.live_number, guide.next_number, guide.next_at)


def past(guide: Guide) -> list[tuple[Any, ...]]:
    """What was decided, the first first."""
    events = reversed(guide.events.all())
    return [(event.kind, event.revision, event.by, event.at) for event in events]


# Scheduling


def test_scheduled_edit_waits_approved(editor: User) -> None:
    guide = scheduled(editor)

    assert state(guide) == ("Before", 1, 2, THEN)
    assert guide.is_approved
    assert not Guide.objects.to_review().exists()
    assert not Guide.objects.approved().exists()  # nobody has to let it go live
    assert past(guide) == [("edit_scheduled", 2, editor, NOW)]
    assert guide.events.get().note == "For 2026-11-28 14:00:00 UTC."


def test_stale_look_schedules_nothing() -> None:
    guide = LiveGuideFactory(title="Before")
    edit(guide, title="After")
    edit(guide, title="Much later")

    with pytest.raises(StaleRevision):
        schedule_edit(guide=guide, at=THEN, by=None, seen=2)

    assert state(guide) == ("Before", 1, None, None)
    assert not guide.events.exists()


@pytest.mark.parametrize("factory", [DraftGuideFactory, ScheduledGuideFactory, EndedGuideFactory])
def test_edit_of_what_is_not_live_is_not_scheduled(factory: Any) -> None:
    guide = factory()
    edit(guide, title="After")

    with pytest.raises(WrongState):
        schedule_edit(guide=guide, at=THEN, by=None)


def test_without_an_edit_nothing_is_scheduled() -> None:
    with pytest.raises(WrongState):
        schedule_edit(guide=LiveGuideFactory(), at=THEN, by=None)


@pytest.mark.parametrize("at", [NOW - timedelta(days=1), NOW, THEN])
def test_instant_lies_ahead_and_before_the_end(at: datetime) -> None:
    guide = LiveGuideFactory(title="Before", unpublish_at=THEN)
    edit(guide, title="After")

    with pytest.raises(ValidationError) as refused:
        schedule_edit(guide=guide, at=at, by=None)

    assert list(refused.value.message_dict) == ["next_at"]
    assert state(guide) == ("Before", 1, None, None)


@pytest.mark.parametrize("body", ["# Too high", "{{ no-such-panel }}"])
def test_text_with_errors_is_not_scheduled(body: str) -> None:
    guide = LiveGuideFactory(title="Before")
    edit(guide, body=body)

    with pytest.raises(actions.NotPublishable):
        schedule_edit(guide=guide, at=THEN, by=None)

    assert state(guide) == ("Before", 1, None, None)


def test_address_of_another_guide_is_not_scheduled() -> None:
    guide = LiveGuideFactory(title="Before")
    edit(guide, slug="pay")
    LiveGuideFactory(slug="pay")

    with pytest.raises(ValidationError) as refused:
        schedule_edit(guide=guide, at=THEN, by=None)

    assert list(refused.value.message_dict) == ["slug"]
    assert state(guide) == ("Before", 1, None, None)


def test_later_save_leaves_the_schedule_on_what_was_approved(editor: User) -> None:
    guide = scheduled(editor)
    edit(guide, title="Not yet read")

    assert state(guide) == ("Before", 1, 2, THEN)
    assert not guide.is_approved
    assert list(Guide.objects.to_review()) == [guide]


def test_edit_is_scheduled_anew_with_what_was_saved_since(editor: User) -> None:
    guide = scheduled()
    edit(guide, title="Better")

    schedule_edit(guide=guide, at=THEN + timedelta(days=1), by=editor, seen=3)

    assert state(guide) == ("Before", 1, 3, THEN + timedelta(days=1))


def test_dropped_edit_stays_approved(editor: User, time_machine: Any) -> None:
    guide = scheduled(editor)

    drop_scheduled_edit(guide=guide, by=editor, note="Wait.")

    assert list(Guide.objects.approved()) == [guide]
    assert past(guide)[1:] == [("edit_dropped", 2, editor, NOW)]
    with pytest.raises(WrongState):
        drop_scheduled_edit(guide=guide, by=editor)
    time_machine.move_to(THEN + timedelta(seconds=1))
    assert publish_due_edits() == 0
    assert state(guide) == ("Before", 1, None, None)


def restore_and_publish(guide: Guide) -> None:
    actions.restore_guide(guide=guide, number=1, by=None, base=2)
    actions.publish_guide(guide=guide, by=None)


def end_and_put_away(guide: Guide) -> None:
    Guide.objects.filter(pk=guide.pk).update(
        unpublish_at=NOW - timedelta(hours=1), next_at=NOW - timedelta(hours=2)
    )
    actions.archive_guide(guide=guide, by=None)


@pytest.mark.parametrize(
    ("decide", "title"),
    [
        (lambda guide: actions.publish_guide(guide=guide, by=None), "After"),
        (restore_and_publish, "Before"),
        (lambda guide: actions.unpublish_guide(guide=guide, by=None), "Before"),
        (lambda guide: actions.return_guide(guide=guide, by=None, reason="No."), "Before"),
        (end_and_put_away, "Before"),
    ],
    ids=["publish", "restore", "unpublish", "return", "archive"],
)
def test_other_decision_clears_the_schedule(
    decide: Callable[[Guide], None], title: str, time_machine: Any
) -> None:
    guide = scheduled()

    decide(guide)

    found = state(guide)
    assert (found[0], *found[2:]) == (title, None, None)
    count = guide.events.count()
    time_machine.move_to(THEN)
    assert publish_due_edits() == 0
    assert (guide.events.count(), guide.revisions.count()) == (
        count,
        guide.latest_number,
    )


def test_return_of_a_later_revision_leaves_the_schedule(editor: User, time_machine: Any) -> None:
    guide = scheduled(editor)
    edit(guide, title="Too much")
    actions.return_guide(guide=guide, by=editor, reason="Too much.", seen=3)

    time_machine.move_to(THEN)
    publish_due_edits()

    assert state(guide) == ("After", 2, None, None)
    assert guide.is_returned  # still: the decision was about what came later


@pytest.mark.parametrize(
    "columns",
    [
        {"next_at": THEN},
        {"next_number": 2},
        {"next_at": THEN, "next_number": 1},
        {"next_at": THEN, "next_number": 2, "status": "closed"},
        {"next_at": THEN, "next_number": 2, "unpublish_at": THEN},
    ],
)
def test_database_refuses_half_a_schedule(columns: dict[str, Any]) -> None:
    guide = LiveGuideFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Guide.objects.filter(pk=guide.pk).update(**columns)

    good = {"next_at": THEN, "next_number": 2, "unpublish_at": THEN + timedelta(days=1)}
    assert Guide.objects.filter(pk=guide.pk).update(**good) == 1


# The instant


@pytest.fixture
def worker(transactional_db: None) -> SimulatedWorker:
    return SimulatedWorker()


SURFACES = (
    "/guides/pay/",
    "/guides/",
    "/guides/feed/",
    "/guides/topics/pay/",
    "/api/v1/guides/",
    "/api/v1/guides/pay/",
)


def shown(worker: SimulatedWorker) -> dict[str, set[str]]:
    """Which of the two titles each surface shows."""
    texts = {address: worker.ask(address).text for address in SURFACES}
    return {address: set(re.findall("Before|After", text)) for address, text in texts.items()}


def everywhere(title: str) -> dict[str, set[str]]:
    return {address: {title} for address in SURFACES}


def test_readers_see_the_live_text_until_the_instant_and_the_edit_from_it_on(
    worker: SimulatedWorker, editor: User, time_machine: Any
) -> None:
    with worker.acting():
        guide = scheduled(editor)

    before = shown(worker)
    time_machine.move_to(THEN - timedelta(milliseconds=1))
    worker.let_a_second_pass()
    still = shown(worker)
    time_machine.move_to(THEN + timedelta(seconds=1))
    worker.let_a_second_pass()
    after = shown(worker)

    assert before == still == everywhere("Before")
    assert after == everywhere("After")
    assert past(guide)[1:] == [("published", 2, editor, THEN)]
    assert (guide.approved_number, guide.published_at) == (2, NOW - timedelta(days=1))


def test_other_worker_that_holds_pages_shows_the_edit_too(
    worker: SimulatedWorker, time_machine: Any
) -> None:
    other = SimulatedWorker()
    with worker.acting():
        scheduled()
    assert shown(worker) == shown(other) == everywhere("Before")

    time_machine.move_to(THEN + timedelta(seconds=1))
    for each in (worker, other):
        each.let_a_second_pass()

        assert shown(each) == everywhere("After")


def test_page_that_nobody_asked_for_until_much_later_shows_the_edit_as_of_its_instant(
    worker: SimulatedWorker, time_machine: Any
) -> None:
    with worker.acting():
        guide = scheduled()
        Guide.objects.filter(pk=guide.pk).update(unpublish_at=THEN + timedelta(days=9))

    time_machine.move_to(THEN + timedelta(days=8))

    assert "After" in worker.ask("/guides/pay/").text
    assert past(guide)[-1][-1] == THEN
    guide.refresh_from_db()
    assert (guide.changed_at, guide.unpublish_at) == (THEN, THEN + timedelta(days=9))


def test_new_address_redirects_from_the_old_at_the_instant(
    worker: SimulatedWorker, time_machine: Any
) -> None:
    with worker.acting():
        scheduled(slug="what-it-pays")
    before = [worker.ask(f"/guides/{slug}/").status for slug in ("pay", "what-it-pays")]

    time_machine.move_to(THEN)
    worker.let_a_second_pass()

    assert before == [200, 404]
    assert [worker.ask(f"/guides/{slug}/").status for slug in ("pay", "what-it-pays")] == [301, 200]
    assert FormerGuideSlug.objects.get().slug == "pay"


def test_figures_of_the_edit_are_what_the_guide_rests_on(time_machine: Any) -> None:
    figure = PublishedBenchmarkFactory()
    guide = scheduled(body=FIGURE)
    before = guide.citations.count()

    time_machine.move_to(THEN)
    publish_due_edits()

    assert before == 0
    assert [each.key for each in guide.citations.all()] == [str(figure.pk)]


def test_later_revision_is_not_part_of_what_goes_live(time_machine: Any) -> None:
    guide = scheduled()
    edit(guide, title="Not yet read")

    time_machine.move_to(THEN)
    publish_due_edits()

    assert state(guide) == ("After", 2, None, None)
    assert list(Guide.objects.to_review()) == [guide]


def test_catching_up_publishes_on_a_site_that_nobody_reads(time_machine: Any) -> None:
    guide = scheduled()
    said = StringIO()
    time_machine.move_to(THEN)

    call_command("catch_up", stdout=said)

    assert "Scheduled edits published: 1." in said.getvalue()
    assert state(guide) == ("After", 2, None, None)


# What it costs


def test_readings_ask_for_the_first_instant_once(
    worker: SimulatedWorker, django_assert_num_queries: Any
) -> None:
    with worker.acting():
        scheduled()
    worker.ask("/guides/pay/")
    worker.let_a_second_pass()

    with django_assert_num_queries(1):  # the versions of the topics, as ever
        worker.ask("/guides/pay/")
    with django_assert_num_queries(0):
        worker.ask("/guides/pay/")


def test_reading_comes_no_later_than_the_instant(
    worker: SimulatedWorker, time_machine: Any
) -> None:
    """Within the second in which no other reading is due."""
    with worker.acting():
        scheduled(at=NOW + timedelta(milliseconds=50))
    assert "Before" in worker.ask("/guides/pay/").text

    time_machine.move_to(NOW + timedelta(milliseconds=50))
    worker.knows.next_read -= 0.05  # as long has passed on the other clock, which stands

    assert "After" in worker.ask("/guides/pay/").text


def test_first_instant_is_found_by_its_index() -> None:
    queryset = Guide.objects.with_due_edit().order_by("next_at", "pk").values_list("pk")

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "guide_next_at" in queryset.explain()


# What can't be published any more


def test_edit_that_can_not_go_live_is_given_up_with_one_letter(
    worker: SimulatedWorker, editor: User, time_machine: Any
) -> None:
    with worker.acting():
        guide = scheduled(editor, slug="what-it-pays")
        LiveGuideFactory(slug="what-it-pays")  # took the address meanwhile
    time_machine.move_to(THEN)

    for _ in range(3):
        worker.let_a_second_pass()
        assert "Before" in worker.ask("/guides/pay/").text

    reason = "Another guide already stands at “what-it-pays”."
    assert state(guide) == ("Before", 1, None, None)
    assert guide.edit_refused == reason
    assert past(guide)[1:] == [("edit_refused", 2, None, THEN)]
    assert guide.events.get(kind="edit_refused").note == reason
    [letter] = Mail.objects.all()
    assert (letter.user, letter.subject) == (editor, "The edit of “Before” did not go live")
    assert reason in letter.body


def test_letter_goes_to_the_owner_if_who_scheduled_is_gone(editor: User, time_machine: Any) -> None:
    owner = StaffFactory()
    AuthorFactory(user=owner)
    scheduled(editor, slug="other")
    LiveGuideFactory(slug="other")
    editor.is_active = False
    editor.save()

    time_machine.move_to(THEN)
    publish_due_edits()

    assert [letter.user for letter in Mail.objects.all()] == [owner]


def test_text_whose_figure_is_gone_is_given_up(editor: User, time_machine: Any) -> None:
    figure = PublishedBenchmarkFactory()
    guide = scheduled(editor, body=FIGURE)
    figure.delete()

    time_machine.move_to(THEN)

    assert publish_due_edits() == 0
    assert state(guide) == ("Before", 1, None, None)
    assert guide.edit_refused.startswith("Mend these first:")


def test_mistake_of_ours_is_not_tried_for_ever(
    editor: User, time_machine: Any, caplog: Any
) -> None:
    guide = scheduled(editor)
    guide.revisions.filter(number=2).delete()  # as nobody can on the desk
    time_machine.move_to(THEN)

    assert publish_due_edits() == 0

    assert state(guide) == ("Before", 1, None, None)
    assert guide.edit_refused == scheduling.UNFORESEEN
    assert "could not be published" in caplog.text
    assert Mail.objects.count() == 1


def test_one_that_fails_holds_up_no_other(editor: User, time_machine: Any) -> None:
    failing = scheduled(editor, slug="taken")
    LiveGuideFactory(slug="taken")
    good = LiveGuideFactory(title="Good")
    edit(good, title="Better")
    schedule_edit(guide=good, at=THEN, by=editor)

    time_machine.move_to(THEN)

    assert publish_due_edits() == 1
    assert (state(failing)[0], state(good)[0]) == ("Before", "Better")


@pytest.mark.parametrize("needs", ["review", "edit"])
def test_given_up_edit_needs_a_review_until_somebody_decides(
    needs: str, editor: User, time_machine: Any
) -> None:
    guide = scheduled(editor, slug="taken")
    other = LiveGuideFactory(slug="taken")
    client = Client()
    client.force_login(editor)
    time_machine.move_to(THEN)
    publish_due_edits()

    answer = client.get(f"/admin/guides/guide/?needs={needs}")

    assert list(answer.context["cl"].queryset) == [guide]
    assert "The scheduled edit did not go live. Another guide" in answer.content.decode()
    edit(other, slug="free")
    actions.publish_guide(guide=other, by=None)
    FormerGuideSlug.objects.all().delete()
    actions.publish_guide(guide=guide, by=editor)
    assert not Guide.objects.needing_review().exists()


# Many at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="workers meet where they can")
@pytest.mark.parametrize("round_", range(4))
def test_of_several_workers_one_publishes(round_: int, editor: User, time_machine: Any) -> None:
    guide = scheduled(editor)
    time_machine.move_to(THEN)
    start = Barrier(4)

    def work(_: int) -> int:
        try:
            start.wait(timeout=20)
            return publish_due_edits()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sorted(pool.map(work, range(4)))

    assert done == [0, 0, 0, 1]
    assert past(guide)[1:] == [("published", 2, editor, THEN)]
    assert state(guide) == ("After", 2, None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked one by one there")
def test_edit_is_tried_again_if_the_database_was_in_trouble(
    editor: User, time_machine: Any, caplog: Any
) -> None:
    guide = scheduled(editor)
    cited = {"kind": "benchmark", "key": "1", "label": "Pay", "text": "Much", "place": 0}
    GuideCitation.objects.create(guide=guide, **cited)
    time_machine.move_to(THEN)

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            publish_when_due()
        connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        list(GuideCitation.objects.select_for_update())  # which publishing has to replace
        pool.submit(work).result(timeout=20)

    assert "lock timeout" in caplog.text
    assert state(guide) == ("Before", 1, 2, THEN)
    publish_when_due()
    assert state(guide) == ("After", 2, None, None)


# The desk


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_editor_schedules_and_drops_on_the_page_of_decisions(editor: User) -> None:
    client = desk_of(editor)
    guide = LiveGuideFactory(title="Before")
    edit(guide, title="After")
    page = f"/admin/guides/guide/{guide.pk}/decide/"
    sent = {"step": "schedule", "seen": 2, "at_0": "2026-11-28", "at_1": "14:00", "note": "New."}

    answer = client.post(page, sent, follow=True)

    text = answer.content.decode()
    assert "The edit of “Before” is scheduled." in text
    assert ">Revision 2</a> goes live on" in text
    assert "Published, edit scheduled." in text
    assert state(guide) == ("Before", 1, 2, THEN)
    steps = [decision.step for decision in answer.context["decisions"]]
    assert steps == ["publish", "schedule", "drop_edit", "return", "unpublish"]
    answer = client.post(page, {"step": "drop_edit", "note": ""}, follow=True)
    assert "The edit of “Before” is off the schedule." in answer.content.decode()
    assert state(guide) == ("Before", 1, None, None)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"at_0": "", "at_1": ""}, "This field is required."),
        ({"at_0": "2026-11-27", "at_1": "14:00"}, scheduling.NOT_AHEAD),
        ({"seen": 1}, "was saved by somebody else"),
    ],
)
def test_page_of_decisions_refuses_in_words(given: Any, told: str, editor: User) -> None:
    guide = LiveGuideFactory(title="Before")
    edit(guide, title="After")
    sent = {"step": "schedule", "seen": 2, "at_0": "2026-11-28", "at_1": "14:00", "note": ""}

    page = f"/admin/guides/guide/{guide.pk}/decide/"
    answer = desk_of(editor).post(page, sent | given, follow=True)

    assert told in answer.content.decode()
    assert state(guide) == ("Before", 1, None, None)


def test_desk_says_that_a_later_save_is_no_part_of_it(editor: User) -> None:
    guide = scheduled(editor)
    edit(guide, title="Not yet read")

    for page in ("decide", "change"):
        answer = desk_of(editor).get(f"/admin/guides/guide/{guide.pk}/{page}/")

        assert "up to revision 3, is not part of that" in " ".join(answer.content.decode().split())


def test_calendar_shows_when_the_edit_goes_live(editor: User) -> None:
    guide = scheduled(editor)

    answer = desk_of(editor).get("/admin/calendar/day/?day=2026-11-28")

    due = [(entry.kind, entry.title, entry.at) for entry in answer.context["due"].entries]
    assert due == [("Edit goes live", guide.title, THEN)]
