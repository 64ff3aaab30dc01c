from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from guides import actions
from guides.models import Guide, GuideEvent
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from tests.factories.accounts import UserFactory
from tests.factories.guides import (
    ArchivedGuideFactory,
    AuthorFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
    ReturnedGuideFactory,
    ScheduledGuideFactory,
    SubmittedGuideFactory,
    TopicFactory,
)
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def content(**given: Any) -> dict[str, Any]:
    values = {
        "title": "What it pays",
        "slug": "what-it-pays",
        "standfirst": "The figures.",
        "tldr": "It pays.",
        "body": "## Pay\n\nWell.",
        "topic": TopicFactory(),
        "roles": [RoleFactory(slug="ai-engineer")],
        "author": AuthorFactory(),
        "reviewer": None,
        "cover": None,
        "seo_title": "",
        "seo_description": "",
        "reviewed_at": None,
        "review_by": None,
    }
    return values | given


def test_new_guide_is_a_draft_with_one_revision() -> None:
    writer = UserFactory()

    guide = actions.create_guide(values=content(), by=writer, comment="Start")

    assert (guide.status, guide.latest_number, guide.live_number) == (Status.DRAFT, 1, None)
    assert [(row.number, row.created_by, row.comment) for row in guide.revisions.all()] == [
        (1, writer, "Start")
    ]
    assert list(guide.revisions.get().roles.all()) == list(guide.roles.all())


def test_saving_a_live_guide_changes_nothing_that_readers_see() -> None:
    guide = LiveGuideFactory(title="As it is")

    actions.save_guide(guide=guide, values=content(title="As it will be"), by=None, base=1)

    guide.refresh_from_db()
    assert guide.title == "As it is"
    assert guide.revisions.first().title == "As it will be"
    assert guide.has_unpublished_changes


def test_publishing_copies_the_latest_revision_to_the_row() -> None:
    guide = LiveGuideFactory(title="As it is")
    other = RoleFactory(slug="ml-engineer")
    values = content(title="As it will be", body="## New\n\nText of the new kind.", roles=[other])
    actions.save_guide(guide=guide, values=values, by=None, base=1)
    editor = UserFactory()

    actions.publish_guide(guide=guide, by=editor)

    guide.refresh_from_db()
    assert (guide.title, guide.live_number, list(guide.roles.all())) == (
        "As it will be",
        2,
        [other],
    )
    assert "Text of the new kind." in guide.body_html
    assert [(event.kind, event.by, event.revision) for event in guide.events.all()] == [
        (GuideEvent.Kind.PUBLISHED, editor, 2)
    ]


def test_publishing_again_keeps_the_day_it_went_live() -> None:
    guide = LiveGuideFactory()
    went_live = guide.published_at

    actions.publish_guide(guide=guide, by=None)

    guide.refresh_from_db()
    assert guide.published_at == went_live
    assert guide.changed_at > went_live


def test_publishing_again_keeps_the_day_of_a_scheduled_guide() -> None:
    guide = ScheduledGuideFactory()
    goes_live = guide.published_at
    seen_before = Guide.objects.get(pk=guide.pk)
    Guide.objects.filter(pk=guide.pk).update(published_at=goes_live + timedelta(days=1))

    actions.publish_guide(guide=seen_before, by=None)

    guide.refresh_from_db()
    assert guide.published_at == goes_live + timedelta(days=1)
    assert not Guide.objects.public().exists()


def test_guides_to_review_are_those_submitted_and_public_ones_edited() -> None:
    DraftGuideFactory(), LiveGuideFactory(), ReturnedGuideFactory()
    submitted, edited = SubmittedGuideFactory(), LiveGuideFactory()
    actions.save_guide(guide=edited, values=content(), by=None, base=1)

    assert set(Guide.objects.to_review()) == {submitted, edited}


def test_stale_save_is_refused_and_keeps_both() -> None:
    guide = DraftGuideFactory()
    actions.save_guide(guide=guide, values=content(title="First"), by=None, base=1)

    with pytest.raises(StaleRevision):
        actions.save_guide(guide=guide, values=content(title="Second"), by=None, base=1)

    assert [row.title for row in guide.revisions.all()] == ["First", "Guide " + guide_number(guide)]


def guide_number(guide: Guide) -> str:
    return guide.revisions.get(number=1).title.removeprefix("Guide ")


def test_publishing_refuses_a_text_with_errors() -> None:
    guide = actions.create_guide(values=content(body="# A first-level heading"), by=None)

    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish_guide(guide=guide, by=None)

    assert refused.value.problems[0].level == "error"
    guide.refresh_from_db()
    assert guide.status == Status.DRAFT


def test_changed_address_redirects_in_one_hop_however_often_it_changed(client: Any) -> None:
    guide = actions.create_guide(values=content(slug="first"), by=None)
    actions.publish_guide(guide=guide, by=None)
    for base, slug in enumerate(("second", "third"), start=1):
        actions.save_guide(guide=guide, values=content(slug=slug), by=None, base=base)
        actions.publish_guide(guide=guide, by=None)

    answers = [client.get(f"/guides/{slug}/") for slug in ("first", "second")]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (301, "/guides/third/"),
        (301, "/guides/third/"),
    ]
    assert client.get("/guides/third/").status_code == 200


def test_address_that_is_taken_back_no_longer_redirects(client: Any) -> None:
    guide = actions.create_guide(values=content(slug="first"), by=None)
    actions.publish_guide(guide=guide, by=None)
    for base, slug in enumerate(("second", "first"), start=1):
        actions.save_guide(guide=guide, values=content(slug=slug), by=None, base=base)
        actions.publish_guide(guide=guide, by=None)

    assert client.get("/guides/first/").status_code == 200
    assert client.get("/guides/second/").headers["Location"] == "/guides/first/"


def test_address_of_another_guide_is_refused() -> None:
    LiveGuideFactory(slug="taken")

    with pytest.raises(ValidationError) as refused:
        actions.create_guide(values=content(slug="taken"), by=None)

    assert list(refused.value.message_dict) == ["slug"]


def approved() -> Guide:
    guide = SubmittedGuideFactory()
    actions.approve_guide(guide=guide, by=None)
    return guide


def edited() -> Guide:
    """Live, with a later revision that waits for a decision."""
    guide = LiveGuideFactory()
    actions.save_guide(guide=guide, values=content(slug=guide.slug), by=None, base=1)
    return guide


STEPS = {
    "save": lambda guide: actions.save_guide(
        guide=guide, values=content(slug=guide.slug), by=None, base=guide.latest_number
    ),
    "submit": lambda guide: actions.submit_guide(guide=guide, by=None),
    "approve": lambda guide: actions.approve_guide(guide=guide, by=None),
    "return": lambda guide: actions.return_guide(guide=guide, by=None, reason="Too short."),
    "publish": lambda guide: actions.publish_guide(guide=guide, by=None),
    "unpublish": lambda guide: actions.unpublish_guide(guide=guide, by=None),
    "archive": lambda guide: actions.archive_guide(guide=guide, by=None),
    "take back": lambda guide: actions.unarchive_guide(guide=guide, by=None),
}
DRAFT, REVIEW, RETURNED, LIVE, CLOSED = Status  # in the order of their declaration
ALLOWED: dict[Any, dict[str, Status]] = {
    DraftGuideFactory: {"save": DRAFT, "submit": REVIEW, "publish": LIVE, "archive": DRAFT},
    SubmittedGuideFactory: {
        "save": REVIEW,
        "approve": REVIEW,
        "return": RETURNED,
        "publish": LIVE,
        "archive": REVIEW,
    },
    approved: {"save": REVIEW, "return": RETURNED, "publish": LIVE, "archive": REVIEW},
    ReturnedGuideFactory: {
        "save": RETURNED,
        "submit": REVIEW,
        "publish": LIVE,
        "archive": RETURNED,
    },
    LiveGuideFactory: {"save": LIVE, "publish": LIVE, "unpublish": CLOSED},
    edited: {"save": LIVE, "approve": LIVE, "return": LIVE, "publish": LIVE, "unpublish": CLOSED},
    ScheduledGuideFactory: {"save": LIVE, "publish": LIVE, "unpublish": CLOSED},
    EndedGuideFactory: {"save": LIVE, "publish": LIVE, "unpublish": CLOSED, "archive": CLOSED},
    ClosedGuideFactory: {"save": CLOSED, "submit": REVIEW, "publish": LIVE, "archive": CLOSED},
    ArchivedGuideFactory: {"take back": CLOSED},
}


@pytest.mark.parametrize("make", ALLOWED, ids=lambda make: make.__name__)
@pytest.mark.parametrize("step", STEPS)
def test_step_from_each_state(make: Any, step: str) -> None:
    guide = make()
    before = guide.status

    if step in ALLOWED[make]:
        STEPS[step](guide)
    else:
        with pytest.raises(WrongState):
            STEPS[step](guide)

    guide.refresh_from_db()
    assert guide.status == ALLOWED[make].get(step, before)


def test_scheduled_guide_goes_live_and_down_by_the_clock(time_machine: Any) -> None:
    now = timezone.now()
    guide = DraftGuideFactory()
    shown = Guide.objects.filter(pk=guide.pk)

    actions.publish_guide(
        guide=guide, by=None, at=now + timedelta(hours=1), until=now + timedelta(hours=2)
    )

    seen = []
    for minutes in (0, 59, 61, 119, 121):
        time_machine.move_to(now + timedelta(minutes=minutes))
        seen.append(shown.public().exists())
    assert seen == [False, False, True, True, False]


def test_end_that_does_not_lie_ahead_is_refused() -> None:
    guide = DraftGuideFactory()
    now = timezone.now()
    later = now + timedelta(days=2)

    for at, until in ((None, now), (later, later), (now - timedelta(days=2), now)):
        with pytest.raises(ValidationError) as refused:
            actions.publish_guide(guide=guide, by=None, at=at, until=until)
        assert refused.value.messages == [actions.ENDS_TOO_SOON]

    guide.refresh_from_db()
    assert guide.status == Status.DRAFT


def test_what_readers_see_does_not_vanish_until_a_later_day() -> None:
    guide, later = edited(), timezone.now() + timedelta(days=2)

    with pytest.raises(ValidationError) as refused:
        actions.publish_guide(guide=guide, by=None, at=later)

    assert refused.value.message_dict == {"published_at": [actions.IS_LIVE]}
    assert Guide.objects.public().get().live_number == 1
    actions.unpublish_guide(guide=guide, by=None)
    actions.publish_guide(guide=guide, by=None, at=later)
    assert not Guide.objects.public().exists()


def test_address_of_another_page_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        actions.create_guide(values=content(slug="feed"), by=None)

    assert refused.value.message_dict == {
        "slug": ["This address belongs to another part of the site."]
    }
    assert not Guide.objects.exists()
