"""The bundles of figures that readers cite."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guides import actions
from guides.citing import compare
from guides.models import FigureBundle, Guide, GuideContent
from portal.publishing.models import content_fields
from salaries.models import Benchmark
from salaries.rows import as_csv
from tests.factories.guides import DraftGuideFactory
from tests.factories.salaries import PublishedBenchmarkFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TABLE = "## Pay\n\n{{ salary-comparison roles=ml-engineer }}"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def figure() -> Benchmark:
    return PublishedBenchmarkFactory(note="=HYPERLINK(1)")


@pytest.fixture
def guide(figure: Benchmark) -> Guide:
    guide = DraftGuideFactory(title="Pay", slug="pay", body=TABLE)
    actions.publish_guide(guide=guide, by=None)
    return guide


def address(guide: Guide) -> str:
    guide.refresh_from_db()
    return f"/guides/{guide.slug}/figures/{guide.figures}.csv"


def test_bundle_holds_the_rows_of_the_open_data(guide: Guide, figure: Benchmark) -> None:
    PublishedBenchmarkFactory(measure="senior-level", role__slug="other", role__name="Other")

    answer = Client().get(address(guide))

    figure.refresh_from_db()
    assert answer.content.decode() == as_csv([figure])
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = f"pay-{guide.figures}.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_cell_that_would_run_as_a_formula_is_defused(guide: Guide) -> None:
    rows = list(csv.DictReader(io.StringIO(Client().get(address(guide)).content.decode())))

    assert [row["note"] for row in rows] == ["'=HYPERLINK(1)"]


def test_address_names_the_day_and_the_answer_is_kept_for_good(guide: Guide) -> None:
    answer = Client().get(address(guide))
    again = Client().get(address(guide), HTTP_IF_NONE_MATCH=answer.headers["ETag"])

    assert guide.figures.startswith("2026-11-28-")
    assert answer.headers["Cache-Control"] == ("public, max-age=31536000, s-maxage=1, immutable")
    assert again.status_code == 304


def test_corrected_figure_makes_a_new_bundle_and_keeps_the_old(
    guide: Guide, figure: Benchmark, time_machine: Any
) -> None:
    old = address(guide)
    before = Client().get(old).content
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    figure.high = Decimal(160_000)
    figure.save()

    compare([guide.pk])

    new = address(guide)
    assert "/2026-12-01-" in new
    assert Client().get(old).content == before
    assert b"160000" in Client().get(new).content


def test_publishing_the_same_again_makes_no_bundle(guide: Guide, time_machine: Any) -> None:
    before = address(guide)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)

    actions.publish_guide(guide=guide, by=None)

    assert address(guide) == before
    assert FigureBundle.objects.count() == 1


def test_figure_that_comes_back_on_one_day_has_its_bundle_again(
    guide: Guide, figure: Benchmark
) -> None:
    first = address(guide)
    for high in (160_000, 150_000):
        figure.high = Decimal(high)
        figure.save()
        compare([guide.pk])

    assert address(guide) == first
    assert FigureBundle.objects.count() == 2


def test_guide_leads_to_its_newest_bundle_and_says_how_to_cite_it(guide: Guide) -> None:
    html = Client().get("/guides/pay/").content.decode()

    assert f'<a href="{address(guide)}">' in html
    day = '<time datetime="2026-11-28">November 28, 2026</time>'
    assert f"Mara Veld: “Pay”, Rolebook, figures as of {day}." in html
    assert f"http://testserver{address(guide)}</span>" in html


def test_guide_that_loses_its_figures_offers_none_and_keeps_the_bundle(guide: Guide) -> None:
    old = address(guide)
    Guide.objects.filter(pk=guide.pk).update(body_html="<p>Well.</p>")

    compare([guide.pk])

    assert "Cite the figures" not in Client().get("/guides/pay/").content.decode()
    assert Client().get(old).status_code == 200


def test_address_goes_on_working_after_the_guide_has_moved(guide: Guide) -> None:
    old = address(guide)
    values = {name: getattr(guide, name) for name in content_fields(GuideContent)} | {
        "slug": "moved",
        "roles": [],
    }
    actions.save_guide(guide=guide, values=values, by=None, base=1)
    actions.publish_guide(guide=guide, by=None)

    answer = Client().get(old)

    assert (answer.status_code, answer.headers["Location"]) == (301, address(guide))
    assert Client().get(address(guide)).status_code == 200


@pytest.mark.parametrize("how", ["closed", "ended", "scheduled"])
def test_bundle_of_a_guide_that_readers_do_not_see_is_not_there(how: str, guide: Guide) -> None:
    shown = address(guide)
    at = timezone.now()
    match how:
        case "closed":
            actions.unpublish_guide(guide=guide, by=None)
        case "ended":
            Guide.objects.update(published_at=at - timedelta(days=1), unpublish_at=at)
        case _:
            Guide.objects.update(published_at=at + timedelta(days=1))

    answer = Client().get(shown)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "private, no-store")


def test_bundle_of_another_guide_or_day_is_not_there(guide: Guide) -> None:
    other = DraftGuideFactory(slug="other")
    actions.publish_guide(guide=other, by=None)

    found = [
        Client().get(f"/guides/{slug}/figures/{name}.csv").status_code
        for slug, name in (("other", guide.figures), ("pay", "2026-11-27-0123456789"))
    ]

    assert found == [404, 404]


def test_parameter_is_refused_by_name(guide: Guide) -> None:
    answer = Client().get(f"{address(guide)}?sep=;")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "sep"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_bundle_is_never_changed(guide: Guide) -> None:
    bundle = FigureBundle.objects.get()

    with pytest.raises(TypeError):
        bundle.save()
