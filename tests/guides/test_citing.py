"""Which figures guides rest on, and what happens when these move."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides import actions
from guides.citing import compare, compare_citing_guides
from guides.models import Guide, ReviewReason
from portal.mail.models import Mail
from portal.publishing.models import Status
from salaries.actions import publish_benchmarks, withdraw_benchmarks
from salaries.models import Benchmark
from tests.factories.accounts import StaffFactory
from tests.factories.guides import AuthorFactory, DraftGuideFactory, LiveGuideFactory
from tests.factories.salaries import BenchmarkFactory, PublishedBenchmarkFactory

pytestmark = pytest.mark.django_db
SENTENCE = "## Pay\n\nIt pays {{ salary-figure role=ml-engineer measure=national-median }}."
TABLE = "## Pay\n\n{{ salary-comparison roles=ml-engineer }}"
LABEL = "ML engineer, national median, United States"
WAS, NOW = "$100,000 to $150,000 a year, 2026", "$100,000 to $160,000 a year, 2026"


@pytest.fixture
def figure() -> Benchmark:
    return PublishedBenchmarkFactory()


def published(body: str = SENTENCE, **given: Any) -> Guide:
    guide = DraftGuideFactory(body=body, **given)
    actions.publish_guide(guide=guide, by=None)
    return guide


def correct(figure: Benchmark, high: int = 160_000) -> None:
    figure.high = Decimal(high)
    figure.save()


def reasons(guide: Guide) -> list[str]:
    return [str(reason) for reason in guide.review_reasons.filter(resolved_at=None)]


def test_publishing_remembers_each_figure_once_in_the_order_of_the_text(figure: Benchmark) -> None:
    senior = PublishedBenchmarkFactory(measure="senior-level", low=180_000, high=200_000)

    guide = published(f"{SENTENCE}\n\n{{{{ salary-comparison roles=ml-engineer }}}}")

    assert [(each.kind, each.key, each.label, each.text) for each in guide.citations.all()] == [
        ("benchmark", str(figure.pk), LABEL, WAS),
        (
            "benchmark",
            str(senior.pk),
            "ML engineer, senior, United States",
            "$180,000 to $200,000 a year, 2026",
        ),
    ]


@pytest.mark.parametrize(
    "panel",
    [
        "{{ salary-figure role=ml-engineer measure=national-median }}",
        "{{ salary-snapshot }}",
        "{{ salary-snapshot role=ml-engineer }}",
        "{{ salary-comparison roles=ml-engineer }}",
        "{{ pay-position role=ml-engineer pay=120000 }}",
    ],
)
def test_every_panel_of_salaries_says_what_it_rests_on(panel: str, figure: Benchmark) -> None:
    guide = published(f"## Pay\n\n{panel}")

    assert [each.key for each in guide.citations.all()] == [str(figure.pk)]


def test_ladder_rests_on_its_steps(figure: Benchmark) -> None:
    entry = PublishedBenchmarkFactory(entry=True)

    guide = published("## Pay\n\n{{ experience-ladder roles=ml-engineer }}")

    assert [each.key for each in guide.citations.all()] == [str(entry.pk)]


def test_figure_in_short_counts_too(figure: Benchmark) -> None:
    guide = published("## Pay\n\nWell.", tldr=SENTENCE.partition("\n\n")[2])

    assert [each.text for each in guide.citations.all()] == [WAS]


def test_corrected_figure_asks_for_a_review(figure: Benchmark) -> None:
    guide, other = published(), published("## Pay\n\nWell.")
    correct(figure)

    assert compare([guide.pk, other.pk]) == 1

    assert reasons(guide) == [f"{LABEL}: was {WAS}; now {NOW}"]
    assert list(Guide.objects.needing_review()) == [guide]


def test_comparing_again_says_nothing_new(figure: Benchmark) -> None:
    guide = published()
    correct(figure)
    compare([guide.pk])

    with CaptureQueriesContext(connection) as queries:
        assert compare([guide.pk]) == 0

    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert guide.review_reasons.count() == 1


def test_figure_that_moves_twice_is_one_reason_with_both_ends(figure: Benchmark) -> None:
    guide = published()
    for high in (160_000, 170_000):
        correct(figure, high)
        compare([guide.pk])

    assert reasons(guide) == [f"{LABEL}: was {WAS}; now $100,000 to $170,000 a year, 2026"]


def test_figure_that_comes_back_settles_its_reason(figure: Benchmark) -> None:
    guide = published()
    for high in (160_000, 150_000):
        correct(figure, high)
        compare([guide.pk])

    assert reasons(guide) == []
    assert guide.review_reasons.get().resolved_by is None


def test_withdrawn_figure_asks_for_a_review(figure: Benchmark) -> None:
    guide = published(TABLE)
    PublishedBenchmarkFactory(measure="senior-level")
    withdraw_benchmarks(benchmarks=Benchmark.objects.filter(pk=figure.pk), by=None, reason="Wrong")

    compare([guide.pk])

    assert reasons(guide) == [f"{LABEL}: was {WAS}; now withdrawn"]


def test_figure_of_a_newer_year_in_its_place_is_a_change(figure: Benchmark) -> None:
    guide = published()
    PublishedBenchmarkFactory(year=2027, source=figure.source, low=120_000)

    compare([guide.pk])

    assert reasons(guide) == [f"{LABEL}: was {WAS}; now $120,000 to $150,000 a year, 2027"]


def test_figure_whose_place_another_takes_is_no_longer_shown(figure: Benchmark) -> None:
    PublishedBenchmarkFactory(remote=True)
    guide = published(SENTENCE.replace("national-median", "remote-average"))
    PublishedBenchmarkFactory(measure="remote-average", year=2027)

    compare([guide.pk])

    assert reasons(guide) == [
        f"ML engineer, remote average, United States, remote: was {WAS}; no longer shown"
    ]


def test_another_figure_beside_them_is_remembered_and_no_reason(figure: Benchmark) -> None:
    guide = published(TABLE)
    PublishedBenchmarkFactory(measure="senior-level")

    assert compare([guide.pk]) == 0

    assert guide.citations.count() == 2
    assert reasons(guide) == []


def test_role_that_is_called_otherwise_is_no_reason(figure: Benchmark) -> None:
    guide = published()
    figure.role.name = "Machine learner"
    figure.role.save()

    assert compare([guide.pk]) == 0

    assert guide.citations.get().label == "Machine learner, national median, United States"


def test_publishing_again_settles_what_had_moved(figure: Benchmark) -> None:
    editor, guide = StaffFactory(groups=("editor",)), published()
    correct(figure)
    compare([guide.pk])

    actions.publish_guide(guide=guide, by=editor)

    assert reasons(guide) == []
    assert guide.review_reasons.get().resolved_by == editor
    assert [each.text for each in guide.citations.all()] == [NOW]
    assert compare([guide.pk]) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["save", "publish", "withdraw"])
def test_step_with_a_figure_reaches_the_guides_that_rest_on_it(step: str) -> None:
    figure = PublishedBenchmarkFactory()
    PublishedBenchmarkFactory(measure="senior-level")
    guide = published(TABLE)
    chosen = Benchmark.objects.filter(pk=figure.pk)

    if step == "save":
        correct(figure)
    elif step == "withdraw":
        withdraw_benchmarks(benchmarks=chosen, by=None, reason="Wrong")
    else:
        BenchmarkFactory(year=2027, source=figure.source)
        publish_benchmarks(benchmarks=Benchmark.objects.filter(year=2027), by=None)

    assert len(reasons(guide)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_figures_at_once_are_one_comparison_and_one_letter() -> None:
    writer = StaffFactory(groups=("author",))
    for measure in ("national-median", "senior-level", "mid-level"):
        PublishedBenchmarkFactory(measure=measure)
    guide = published(TABLE, author=AuthorFactory(user=writer))
    Benchmark.objects.update(status=Status.DRAFT)
    publish_benchmarks(benchmarks=Benchmark.objects.all(), by=None)
    assert reasons(guide) == []

    withdraw_benchmarks(
        benchmarks=Benchmark.objects.exclude(measure="mid-level"), by=None, reason="Wrong"
    )

    assert len(reasons(guide)) == 2
    assert [mail.to for mail in Mail.objects.all()] == [writer.email]


def test_cost_of_comparing_does_not_grow_with_the_guides(figure: Benchmark) -> None:
    keys = [published().pk]
    with CaptureQueriesContext(connection) as one:
        compare(keys)
    keys += [published().pk for _ in range(29)]
    with CaptureQueriesContext(connection) as many:
        compare(keys)

    assert len(one) == len(many) <= 6


def test_guides_off_the_site_are_not_compared(figure: Benchmark) -> None:
    guide = published()
    actions.unpublish_guide(guide=guide, by=None)
    correct(figure)

    compare_citing_guides.call()

    assert reasons(guide) == []
    assert not Guide.objects.needing_review().exists()


def test_letter_goes_to_the_byline_once_for_each_batch(figure: Benchmark) -> None:
    writer = StaffFactory(name="Mara", groups=("author",))
    guide = published(title="Pay", author=AuthorFactory(user=writer))
    for high in (160_000, 160_000, 170_000):
        correct(figure, high)
        compare([guide.pk])

    letters = list(Mail.objects.order_by("pk"))
    assert [(mail.to, mail.subject) for mail in letters] == [
        (writer.email, "Figures have changed under “Pay”")
    ] * 2
    assert f"- {LABEL}: was {WAS}; now {NOW}\n" in letters[0].body
    assert f"http://testserver/admin/guides/guide/{guide.pk}/change/" in letters[0].body


@pytest.mark.parametrize("account", ["none", "closed"])
def test_letter_goes_to_the_last_editor_where_the_byline_has_no_account(
    account: str, figure: Benchmark
) -> None:
    editor = StaffFactory(groups=("editor",))
    user = StaffFactory(is_active=False) if account == "closed" else None
    guide = DraftGuideFactory(body=SENTENCE, author=AuthorFactory(slug=account, user=user))
    actions.publish_guide(guide=guide, by=editor)
    correct(figure)

    compare([guide.pk])

    assert [mail.to for mail in Mail.objects.all()] == [editor.email]


def test_command_finds_what_the_clock_moved_and_tells_of_overdue_days_once(
    figure: Benchmark, time_machine: Any
) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    writer = StaffFactory(groups=("author",))
    guide = published(author=AuthorFactory(user=writer), review_by=date(2026, 11, 28))
    PublishedBenchmarkFactory(
        year=2027, source=figure.source, published_at=datetime(2026, 11, 26, tzinfo=UTC)
    )
    said = []

    for day in (24, 27, 28, 29):
        time_machine.move_to(now.replace(day=day), tick=False)
        out = StringIO()
        call_command("review_guides", stdout=out)
        said.append(out.getvalue().strip())

    assert said == [
        "New figures under: 0. Overdue: 0; owners told: 0.",
        "New figures under: 1. Overdue: 0; owners told: 0.",
        "New figures under: 0. Overdue: 1; owners told: 1.",
        "New figures under: 0. Overdue: 1; owners told: 0.",
    ]
    assert [mail.matter.partition(":")[0] for mail in Mail.objects.order_by("pk")] == [
        "guide-figures",
        "guide-overdue",
    ]
    assert f"was to be read again by {guide.review_by}" in Mail.objects.order_by("pk")[1].body


def test_command_gives_guides_from_before_a_first_list(figure: Benchmark) -> None:
    guide = LiveGuideFactory(body=SENTENCE)

    call_command("review_guides", stdout=StringIO())

    assert [each.text for each in guide.citations.all()] == [WAS]
    assert not ReviewReason.objects.exists()
    assert not Mail.objects.exists()


def test_guide_without_panels_rests_on_nothing() -> None:
    guide = published("## Pay\n\nWell.")

    assert (guide.citations.count(), guide.figures) == (0, "")
