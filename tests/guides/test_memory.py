"""An article that is kept in memory says at once what has changed in it, or is gone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from guides import actions
from guides.models import Guide, GuideContent
from guides.pages import article
from guides.scheduling import publish_due_edits, schedule_edit
from portal.publishing.diff import values_of
from tests.factories.guides import AuthorFactory, LiveGuideFactory, TopicFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def guide(start_worker):
    guide = LiveGuideFactory(
        slug="kept", author=AuthorFactory(slug="ada"), topic=TopicFactory(slug="pay")
    )
    start_worker()
    assert article("kept") is article("kept"), "nothing is kept, so nothing is proved"
    return guide


def edited(guide: Guide, **given: Any) -> Guide:
    guide.refresh_from_db()
    values = values_of(guide.revisions.latest("number"), GuideContent) | given
    actions.save_guide(guide=guide, values=values, by=None, base=guide.latest_number)
    return guide


def published(guide: Guide, **given: Any) -> None:
    actions.publish_guide(guide=edited(guide, **given), by=None)


def page(client: Any, slug: str = "kept") -> str:
    return str(client.get(f"/guides/{slug}/").content.decode())


def test_names_that_stand_on_it_follow(client, guide):
    for thing, name in ((guide.author, "Grace Wood"), (guide.topic, "Earnings")):
        thing.name = name
        thing.save()

        assert name in page(client)


def test_new_text_and_picture_follow(client, guide):
    published(guide, title="Another title", body="## New\n\nQuite other words.")
    picture = PictureFactory(alt="A lathe")

    before = page(client)
    published(guide, cover=picture)
    with_cover = page(client)
    picture.alt = "A lathe at work"
    picture.save()

    assert "Another title" in before
    assert "Quite other words." in before
    assert 'alt="A lathe"' in with_cover
    assert 'alt="A lathe at work"' in page(client)


def test_other_address_takes_over(client, guide):
    published(guide, slug="new-address")

    assert client.get("/guides/kept/").headers["Location"] == "/guides/new-address/"
    assert client.get("/guides/new-address/").status_code == 200


def test_guide_that_is_taken_down_or_ends_is_gone(client, guide):
    ending = LiveGuideFactory(slug="ends", unpublish_at=NOW + timedelta(days=1))
    assert client.get("/guides/ends/").status_code == 200

    actions.unpublish_guide(guide=guide, by=None)

    assert client.get("/guides/kept/").status_code == 404
    with time_machine.travel(NOW + timedelta(days=1, seconds=1), tick=False):
        assert client.get(f"/guides/{ending.slug}/").status_code == 404


def test_scheduled_edit_goes_live_at_its_instant(client, guide):
    schedule_edit(guide=edited(guide, title="From then on"), at=NOW + timedelta(days=1), by=None)
    before = page(client)

    with time_machine.travel(NOW + timedelta(days=1, seconds=1), tick=False):
        assert publish_due_edits() == 1  # as a server does ahead of the request
        after = page(client)

    assert ("From then on" in before, "From then on" in after) == (False, True)
