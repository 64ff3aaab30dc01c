"""The desk's list of guides that need a review, and the step that says that nothing is to change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guides import actions
from guides.citing import compare
from guides.models import Guide, GuideContent
from guides.reviewing import COMMENT, confirm_guide
from portal.publishing.models import content_fields
from salaries.actions import withdraw_benchmarks
from salaries.models import Benchmark
from tests.factories.accounts import StaffFactory
from tests.factories.guides import AuthorFactory, DraftGuideFactory, LiveGuideFactory
from tests.factories.salaries import PublishedBenchmarkFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/guides/guide/?needs=review"
SENTENCE = "## Pay\n\nIt pays {{ salary-figure role=ml-engineer measure=national-median }}."
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def editor() -> Client:
    return signed_in("editor")


def signed_in(group: str, **given: Any) -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=(group,), **given))
    return client


def moved(**given: Any) -> Guide:
    """A guide under which a figure was corrected."""
    figure = Benchmark.objects.first() or PublishedBenchmarkFactory()
    guide = DraftGuideFactory(body=SENTENCE, **given)
    actions.publish_guide(guide=guide, by=None)
    figure.high = (figure.high or Decimal(0)) + Decimal(10_000)
    figure.save()
    compare([guide.pk])
    return guide


def overdue(**given: Any) -> Guide:
    return LiveGuideFactory(review_by=date(2026, 11, 28), **given)


def hidden(client: Client) -> dict[str, str]:
    """What the list sends along of what it has shown."""
    fields: dict[str, str] = {}
    for part in client.get(LIST).content.decode().split('<input type="hidden" name="')[1:]:
        name, _, rest = part.partition('" value="')
        if name.startswith(("seen-", "state-")):
            fields[name] = rest.partition('"')[0]
    return fields


def confirm(client: Client, *guides: Guide, **given: Any) -> list[str]:
    chosen = {"action": "confirm", "_selected_action": [guide.pk for guide in guides]}
    answer = client.post(LIST, chosen | given, follow=True)
    return [str(message) for message in answer.context["messages"]]


def listed(client: Client, needs: str) -> set[str]:
    answer = client.get(f"/admin/guides/guide/?needs={needs}")
    return {guide.title for guide in answer.context["cl"].result_list}


def test_list_says_why_each_guide_needs_a_review(editor: Client) -> None:
    moved(title="Moved"), overdue(title="Due"), LiveGuideFactory(title="Fresh")

    html = editor.get(LIST).content.decode()

    assert (
        "ML engineer, national median, United States: was $100,000 to $150,000 a year, 2026; "
        "now $100,000 to $160,000 a year, 2026, since 2026-11-28"
    ) in html
    assert "Day of review: 2026-11-28" in html


@pytest.mark.parametrize(
    ("needs", "titles"),
    [("review", {"Moved", "Due"}), ("figures", {"Moved"}), ("day", {"Due"})],
)
def test_list_is_narrowed_by_the_reason(needs: str, titles: set[str], editor: Client) -> None:
    moved(title="Moved"), overdue(title="Due"), LiveGuideFactory(title="Fresh")

    assert listed(editor, needs) == titles


def test_author_finds_their_own(editor: Client) -> None:
    writer = StaffFactory(groups=("author",))
    overdue(title="Mine", author=AuthorFactory(slug="me", user=writer)), overdue(title="Theirs")
    client = Client()
    client.force_login(writer)

    waiting = {
        who: {queue.title: queue.count for queue in each.get("/admin/").context["waiting"]}
        for who, each in (("author", client), ("editor", editor))
    }

    assert (listed(client, "review"), listed(editor, "review")) == ({"Mine"}, {"Mine", "Theirs"})
    assert waiting["author"]["Guides that need a fresh look"] == 1
    assert waiting["editor"]["Guides that need a fresh look"] == 2


def test_list_leads_to_the_comparison_where_an_edit_waits(editor: Client) -> None:
    guide = overdue()
    edit(guide)

    html = editor.get(LIST).content.decode()

    assert f'<a href="/admin/guides/guide/{guide.pk}/compare/">Compare: an edit waits</a>' in html


def test_list_costs_the_same_with_one_guide_and_with_30(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        overdue()

    with django_assert_max_num_queries(16):
        editor.get(LIST)


def edit(guide: Guide) -> None:
    values = {name: getattr(guide, name) for name in content_fields(GuideContent)}
    actions.save_guide(guide=guide, values={**values, "roles": []}, by=None, base=1)


def test_confirming_settles_the_reasons_and_dates_the_review(editor: Client) -> None:
    guide = moved(reviewed_at=date(2026, 8, 1), review_by=date(2026, 11, 1))

    said = confirm(editor, guide, **hidden(editor))

    guide.refresh_from_db()
    assert said == [f"“{guide}” was marked as reviewed."]
    assert not Guide.objects.needing_review().exists()
    assert (guide.reviewed_at, guide.review_by) == (date(2026, 11, 28), date(2027, 2, 28))
    assert guide.live_number == guide.latest_number == 2
    assert guide.revisions.latest("number").comment == COMMENT


@pytest.mark.parametrize(
    ("reviewed_at", "review_by", "then"),
    [
        (None, None, None),
        (None, date(2027, 3, 1), date(2027, 3, 1)),
        (None, date(2026, 11, 28), date(2027, 5, 27)),
        (date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 12)),
        (date(2001, 1, 1), date(2026, 11, 28), date(2028, 11, 17)),
    ],
)
def test_day_of_the_next_review(
    reviewed_at: date | None, review_by: date | None, then: date | None, editor: Client
) -> None:
    guide = LiveGuideFactory(reviewed_at=reviewed_at, review_by=review_by)
    guide.revisions.model.objects.filter(item=guide).update(
        reviewed_at=reviewed_at, review_by=review_by
    )

    confirm_guide(guide=guide, by=None)

    guide.refresh_from_db()
    assert guide.review_by == then


def test_confirming_keeps_the_day_of_going_live_and_the_end(editor: Client) -> None:
    ends = timezone.now() + timedelta(days=3)
    guide = overdue(unpublish_at=ends)
    goes_live = guide.published_at

    confirm(editor, guide)

    guide.refresh_from_db()
    assert (guide.published_at, guide.unpublish_at) == (goes_live, ends)


def test_guide_with_an_edit_that_waits_is_not_confirmed(editor: Client) -> None:
    guide = overdue()
    edit(guide)

    said = confirm(editor, guide)

    assert "An edit of it waits: publish that, which counts as a review." in said[0]
    assert guide.revisions.count() == 2


def test_guide_with_a_gap_is_not_confirmed(editor: Client) -> None:
    guide = moved()
    withdraw_benchmarks(benchmarks=Benchmark.objects.all(), by=None, reason="Wrong")
    compare([guide.pk])

    said = confirm(editor, guide)

    assert "No published figure fits it" in said[0]
    assert Guide.objects.with_moved_figures().get() == guide


def test_guide_that_moved_after_the_list_was_drawn_is_not_confirmed(
    editor: Client, time_machine: Any
) -> None:
    guide = moved()
    shown = hidden(editor)
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    Benchmark.objects.update(low=90_000)
    compare([guide.pk])

    said = confirm(editor, guide, **shown)

    assert "A figure has moved meanwhile: load the list again to see it." in said[0]
    assert Guide.objects.with_moved_figures().get() == guide


def test_guide_saved_after_the_list_was_drawn_is_not_confirmed(editor: Client) -> None:
    guide = overdue()
    shown = hidden(editor)
    edit(guide)
    actions.publish_guide(guide=guide, by=None)

    said = confirm(editor, guide, **shown)

    assert "was saved by somebody else" in said[0]
    assert guide.revisions.count() == 2


def test_author_is_not_offered_to_confirm() -> None:
    guide = overdue()
    client = signed_in("author")

    confirm(client, guide)

    assert guide.revisions.count() == 1
