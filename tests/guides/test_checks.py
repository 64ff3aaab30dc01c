from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from guides import actions
from guides.checks import check_guide, named
from guides.models import FormerGuideSlug, GuideRevision
from portal.dead_links import MOST
from tests.factories.guides import (
    AuthorFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    LiveGuideFactory,
    TopicFactory,
)
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db

DESCRIPTION = "What the two roles do all day, what each is paid, and which one suits whom."


def written(**given: Any) -> GuideRevision:
    values = {
        "title": "What it pays",
        "slug": "what-it-pays",
        "standfirst": DESCRIPTION,
        "body": "## Pay\n\nWell.",
        "topic": TopicFactory(),
        "author": AuthorFactory(),
        "review_by": timezone.now().date() + timedelta(days=90),
    }
    return GuideRevision(**values | given)


def told(**given: Any) -> list[tuple[str, str, int, str]]:
    roles = given.pop("roles", [RoleFactory(slug="ai-engineer")])
    return [
        (problem.level, problem.field, problem.line, problem.message)
        for problem in check_guide(written(**given), roles)
    ]


def test_sound_guide_has_no_problem() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            {"body": "## Pay\n\n![](/media/a.png)"},
            (
                "error",
                "body",
                3,
                "The picture has no description in words: write it in the brackets.",
            ),
        ),
        (
            {"body": "## Pay\n\n#### Deep"},
            ("error", "body", 3, "A level is skipped: h4 follows h2."),
        ),
        (
            {"standfirst": "Pay."},
            (
                "error",
                "standfirst",
                0,
                "Say in a sentence what the guide gives: lists and search engines show it.",
            ),
        ),
        (
            {"seo_description": "What it pays."},
            (
                "warning",
                "seo_description",
                0,
                "As a description for search engines this is short: aim for 50 or more.",
            ),
        ),
        (
            {"standfirst": "Long " * 40},
            (
                "warning",
                "seo_description",
                0,
                (
                    "Search engines cut the standfirst off after about 160 characters. Write a shorter "
                    "description for them."
                ),
            ),
        ),
        (
            {"title": "T" * 61},
            (
                "warning",
                "seo_title",
                0,
                (
                    "Search engines cut the title off after about 60 characters; it has 61. Write a shorter "
                    "one for them."
                ),
            ),
        ),
        (
            {"roles": []},
            ("warning", "roles", 0, "Without a role no page of a role shows the guide."),
        ),
        (
            {"review_by": None},
            ("warning", "review_by", 0, "Say from which day the guide waits for a fresh look."),
        ),
        (
            {"review_by": date(2020, 1, 1)},
            ("warning", "review_by", 0, "This day has come: the guide counts as overdue at once."),
        ),
        (
            {"tldr": "It pays.\n\n{{ latest-guides limit=99 }}"},
            (
                "error",
                "tldr",
                3,
                "Panel “latest-guides”: The argument “limit” takes a number from 1 to 10, not 99.",
            ),
        ),
    ],
)
def test_what_is_amiss_is_named_with_its_place(
    given: dict[str, Any], problem: tuple[str, str, int, str]
) -> None:
    assert told(**given) == [problem]


def test_figure_whose_benchmark_is_gone_stands_against_publishing() -> None:
    role = RoleFactory(slug="ai-engineer")
    benchmark = PublishedBenchmarkFactory(role=role)
    body = "## Pay\n\n{{ salary-comparison roles=ai-engineer }}"
    before = told(body=body, roles=[role])

    benchmark.delete()

    assert before == []
    assert told(body=body, roles=[role]) == [
        (
            "error",
            "body",
            3,
            (
                "Panel “salary-comparison”: No published figure fits it: there never was one, or it was "
                "withdrawn."
            ),
        )
    ]


def test_links_within_the_site_are_followed() -> None:
    live, draft, closed = LiveGuideFactory(), DraftGuideFactory(), ClosedGuideFactory()
    FormerGuideSlug.objects.create(slug="as-it-was", guide=live)
    lines = [
        f"[live](/guides/{live.slug}/)",
        f"[draft](/guides/{draft.slug}/)",
        f"[closed](/guides/{closed.slug}/)",
        f"[closed]({settings.SITE_URL}/guides/{closed.slug}/)",
        "[former](/guides/as-it-was/)",
        "[odd](/jobs/?pay_min=much)",
        "[desk](/admin/)",
        "[away](https://example.org/nowhere/)",
    ]

    found = told(body="## Part\n\n" + "\n".join(lines))

    assert found == [
        (
            "error",
            "body",
            5,
            f"The link “/guides/{closed.slug}/” leads nowhere: there is no such page.",
        ),
        (
            "error",
            "body",
            6,
            f"The link “{settings.SITE_URL}/guides/{closed.slug}/” leads nowhere: there is no such page.",
        ),
        (
            "error",
            "body",
            8,
            "The page at “/jobs/?pay_min=much” doesn’t know what the link asks for.",
        ),
        ("warning", "body", 4, f"The guide at “/guides/{draft.slug}/” isn’t public yet."),
        (
            "warning",
            "body",
            7,
            f"The page at “/guides/as-it-was/” has moved to “/guides/{live.slug}/”.",
        ),
        ("warning", "body", 9, "“/admin/” is no public page: can readers open it?"),
    ]


def test_links_to_headings_of_the_guide_itself_are_followed() -> None:
    links = "[a](#h-first-part) [b](/guides/what-it-pays/#h-first-part) [c](#in-short)\n[d](#first-part)"

    assert told(body=f"## First part\n\n{links}\n[e](#zzz)", tldr="One.\n[f](#nowhere)") == [
        (
            "error",
            "tldr",
            2,
            "“#nowhere” leads to no heading of this guide. Copy it from a heading of the preview.",
        ),
        (
            "error",
            "body",
            4,
            "“#first-part” leads to no heading of this guide. Did you mean “#h-first-part”?",
        ),
        (
            "error",
            "body",
            5,
            "“#zzz” leads to no heading of this guide. Copy it from a heading of the preview.",
        ),
    ]


def test_only_so_many_links_are_followed() -> None:
    links = "\n".join(f"[x](/no/{number}/)" for number in range(MOST + 1))

    found = told(body=f"## Part\n\n{links}")

    assert len(found) == MOST + 1
    assert found[-1] == (
        "warning",
        "",
        0,
        f"Only the first {MOST} links within the site were checked.",
    )


def test_publishing_refuses_what_the_checks_refuse_and_names_the_place() -> None:
    guide = DraftGuideFactory(tldr="See [this](/nowhere/at/all/).")
    other = LiveGuideFactory()

    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish_guide(guide=guide, by=None)
    actions.publish_guide(guide=other, by=None)

    assert [named(problem) for problem in refused.value.problems] == [
        "In short, line 1: The link “/nowhere/at/all/” leads nowhere: there is no such page."
    ]
