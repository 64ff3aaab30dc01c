"""Whatever guides do with their addresses, an old one leads where its last guide stands, in one hop."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides import actions
from guides.models import FormerGuideSlug, Guide, GuideContent
from portal.publishing.diff import values_of
from portal.publishing.errors import WrongState
from tests.factories.guides import DraftGuideFactory

pytestmark = pytest.mark.django_db

SLUGS = ("x", "y", "z")
GUIDES = 2
KINDS = ("move", "move", "move", "save", "publish", "unpublish", "restore", "archive", "back")
STEPS = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, GUIDES - 1),
    st.integers(0, len(SLUGS) - 1),
)


def save(guide: Guide, slug: str) -> None:
    latest = guide.revisions.latest("number")
    values = values_of(latest, GuideContent) | {"slug": slug}
    actions.save_guide(guide=guide, values=values, by=None, base=latest.number)


def restore(guide: Guide, choice: int) -> None:
    latest = guide.revisions.latest("number").number
    actions.restore_guide(guide=guide, number=1 + choice % latest, by=None, base=latest)


def take(step: str, guide: Guide, choice: int) -> bool:
    """Whether it was a publication."""
    match step:
        case "save":
            save(guide, SLUGS[choice])
        case "move":
            save(guide, SLUGS[choice])
            actions.publish_guide(guide=guide, by=None)
        case "publish":
            actions.publish_guide(guide=guide, by=None)
        case "unpublish":
            actions.unpublish_guide(guide=guide, by=None)
        case "restore":
            restore(guide, choice)
        case "archive":
            actions.archive_guide(guide=guide, by=None)
        case _:
            actions.unarchive_guide(guide=guide, by=None)
    return step in ("move", "publish")


def expected(slug: str, owners: dict[str, int]) -> tuple[int, str]:
    """What a reader gets: the page, one hop to it, or nothing."""
    owner = Guide.objects.public().filter(pk=owners.get(slug, 0)).first()
    if owner is None:
        return (404, "")
    return (200, "") if owner.slug == slug else (301, f"/guides/{owner.slug}/")


def found(slug: str) -> tuple[int, str]:
    answer = Client().get(f"/guides/{slug}/")
    return (answer.status_code, answer.headers.get("Location", ""))


@given(st.lists(STEPS, min_size=8, max_size=14))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_old_address_leads_to_the_guide_that_was_last_live_there(steps: list[Any]) -> None:
    with transaction.atomic():
        guides = [DraftGuideFactory(slug=f"draft-{number}").pk for number in range(GUIDES)]
        owners: dict[str, int] = {}
        for step, which, choice in steps:
            guide = Guide.objects.get(pk=guides[which])
            try:
                with transaction.atomic():
                    published = take(step, guide, choice)
            except (ValidationError, WrongState):
                continue
            if published:
                owners[Guide.objects.get(pk=guide.pk).slug] = guide.pk

            assert {slug: found(slug) for slug in SLUGS} == {
                slug: expected(slug, owners) for slug in SLUGS
            }
            assert not FormerGuideSlug.objects.filter(
                slug__in=Guide.objects.public().values("slug")
            )
        transaction.set_rollback(True)


def test_two_guides_swap_their_addresses_by_a_third() -> None:
    one, two = (DraftGuideFactory(slug=slug) for slug in ("x", "y"))
    for guide in (one, two):
        actions.publish_guide(guide=guide, by=None)

    for guide, slug in ((one, "z"), (two, "x"), (one, "y")):
        save(guide, slug)
        actions.publish_guide(guide=guide, by=None)

    assert [found(slug) for slug in ("x", "y", "z")] == [(200, ""), (200, ""), (301, "/guides/y/")]
    assert [Guide.objects.get(slug=slug).pk for slug in ("x", "y")] == [two.pk, one.pk]
    assert [(former.slug, former.guide_id) for former in FormerGuideSlug.objects.all()] == [
        ("z", one.pk)
    ]
