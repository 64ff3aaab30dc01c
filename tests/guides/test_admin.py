from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import guides.urls
from guides import actions
from guides.models import Guide
from guides.models.content import TAKEN
from portal.publishing.models import Status
from tests.factories.accounts import StaffFactory
from tests.factories.guides import (
    AuthorFactory,
    ClosedGuideFactory,
    DraftGuideFactory,
    EndedGuideFactory,
    LiveGuideFactory,
    ScheduledGuideFactory,
    SubmittedGuideFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/guides/guide/"


@pytest.fixture
def author() -> Client:
    return signed_in("author")


@pytest.fixture
def editor() -> Client:
    return signed_in("editor")


def signed_in(group: str) -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=(group,)))
    return client


def page_of(guide: Guide) -> str:
    return reverse("admin:guides_guide_change", args=[guide.pk])


def drawn(client: Client, guide: Guide) -> dict[str, Any]:
    """What a browser sends of the guide's page if nothing is changed."""
    form = client.get(page_of(guide)).context["adminform"].form
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, datetime):
            parts = (f"{value:%Y-%m-%d}", f"{value:%H:%M:%S}")
            data |= {f"{field.html_name}_{part}": text for part, text in enumerate(parts)}
            if field.field.show_hidden_initial:
                hidden = enumerate(parts)
                data |= {f"{field.html_initial_name}_{part}": text for part, text in hidden}
        elif value:
            data[field.html_name] = value
    return data | {"roles": [role.pk for role in guide.roles.all()]}


def save(client: Client, guide: Guide, button: str, **given: Any) -> Any:
    return client.post(page_of(guide), drawn(client, guide) | given | {button: "1"}, follow=True)


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors) if "adminform" in answer.context else {}


def bulk(client: Client, action: str, *guides: Guide, **given: Any) -> list[str]:
    """Take a bulk step; what the desk then says."""
    chosen = {"action": action, "_selected_action": [guide.pk for guide in guides]}
    answer = client.post(LIST, chosen | given, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_correcting_a_scheduled_guide_keeps_its_day(editor: Client) -> None:
    guide = ScheduledGuideFactory()
    goes_live = guide.published_at

    save(editor, guide, "_publish", title="Without the slip")

    guide.refresh_from_db()
    assert (guide.title, guide.published_at) == ("Without the slip", goes_live)


def test_page_opened_before_a_guide_was_scheduled_keeps_its_day(editor: Client) -> None:
    guide = DraftGuideFactory()
    opened = drawn(editor, guide)
    goes_live = timezone.now() + timedelta(days=3)
    actions.publish_guide(guide=guide, by=None, at=goes_live)

    editor.post(page_of(guide), opened | {"_publish": "1"})

    guide.refresh_from_db()
    assert guide.published_at == goes_live
    assert guide.latest_number == 2


@pytest.mark.parametrize("day", ["", "2026-11-01"])
def test_day_of_a_scheduled_guide_changes_when_it_is_changed(
    editor: Client, day: str, time_machine: Any
) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    guide = ScheduledGuideFactory()

    save(editor, guide, "_publish", publish_at_0=day, publish_at_1=day and "08:00")

    guide.refresh_from_db()
    assert guide.published_at == (datetime(2026, 11, 1, 8, tzinfo=UTC) if day else now)


def test_later_day_for_what_readers_see_is_refused_beside_it(editor: Client) -> None:
    guide = LiveGuideFactory()
    later = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"

    answer = save(editor, guide, "_publish", publish_at_0=later, publish_at_1="08:00")

    assert errors(answer) == {"publish_at": [actions.IS_LIVE]}
    assert list(Guide.objects.public()) == [guide]


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (DraftGuideFactory, "is published."),
        (LiveGuideFactory, "is published."),
        (ScheduledGuideFactory, "goes live on 2026-12-01 at 08:00 UTC."),
    ],
)
def test_desk_says_what_publishing_did(
    editor: Client, factory: Any, words: str, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
    guide = factory(title="Pay")
    if factory is ScheduledGuideFactory:
        Guide.objects.update(published_at=datetime(2026, 12, 1, 8, tzinfo=UTC))

    answer = save(editor, guide, "_publish")

    assert [str(said) for said in answer.context["messages"]] == [f"“Pay” {words}"]


@pytest.mark.parametrize("factory", [SubmittedGuideFactory, LiveGuideFactory])
def test_submitting_what_moved_meanwhile_is_refused_in_words(author: Client, factory: Any) -> None:
    guide = factory()
    status = guide.status

    answer = save(author, guide, "_submit", title="Later")

    guide.refresh_from_db()
    assert "its state has changed meanwhile" in str(errors(answer)["__all__"])
    assert (guide.status, guide.latest_number) == (status, 1)


@pytest.mark.parametrize("factory", [EndedGuideFactory, ClosedGuideFactory])
def test_publishing_many_shows_what_had_ended(editor: Client, factory: Any) -> None:
    guide = factory(unpublish_at=timezone.now() - timedelta(hours=1))

    said = bulk(editor, "publish", guide)

    assert said == [f"“{guide}” was published."]
    assert list(Guide.objects.public()) == [guide]


def test_publishing_many_keeps_an_end_that_lies_ahead(editor: Client) -> None:
    ends = timezone.now() + timedelta(days=1)
    guide = LiveGuideFactory(unpublish_at=ends)

    bulk(editor, "publish", guide)

    guide.refresh_from_db()
    assert guide.unpublish_at == ends


def test_publishing_many_leaves_what_was_saved_after_the_list_was_drawn(editor: Client) -> None:
    seen, edited = DraftGuideFactory(), DraftGuideFactory()
    shown = {f"seen-{guide.pk}": guide.latest_number for guide in (seen, edited)}
    page = editor.get(LIST).content.decode()
    save(editor, edited, "_continue", title="Later")

    bulk(editor, "publish", seen, edited, **shown)

    assert all(f'name="{name}" value="{number}"' in page for name, number in shown.items())
    assert list(Guide.objects.public()) == [seen]


def test_end_before_the_beginning_is_refused(editor: Client) -> None:
    guide = DraftGuideFactory()
    ended = {"publish_until_0": "2020-01-01", "publish_until_1": "00:00"}

    answer = save(editor, guide, "_publish", **ended)

    assert errors(answer) == {"publish_until": [actions.ENDS_TOO_SOON]}
    guide.refresh_from_db()
    assert (guide.status, guide.latest_number) == (Status.DRAFT, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"review_by": "9999-12-31"}, "Choose a day within the next five years."),
        ({"review_by": "0001-01-01"}, "Choose a day within the next five years."),
        ({"reviewed_at": "9999-12-31"}, "Choose today or a day before, from 1990 on."),
        ({"reviewed_at": "0001-01-01"}, "Choose today or a day before, from 1990 on."),
        (
            {"publish_at_0": "0001-01-01", "publish_at_1": "00:00"},
            "Choose an instant within the next five years.",
        ),
        (
            {"publish_until_0": "9999-12-31", "publish_until_1": "00:00"},
            "Choose an instant within the next five years.",
        ),
        ({"slug": "feed"}, "This address belongs to another part of the site."),
    ],
)
def test_slip_of_the_finger_is_refused(editor: Client, given: Any, message: str) -> None:
    guide = DraftGuideFactory()

    answer = save(editor, guide, "_publish", **given)

    name = next(iter(given)).removesuffix("_0")
    assert errors(answer) == {name: [message]}
    guide.refresh_from_db()
    assert (guide.status, guide.latest_number) == (Status.DRAFT, 1)


@pytest.mark.parametrize(
    "columns",
    [
        {"review_by": date(9999, 12, 31)},
        {"reviewed_at": date(1, 1, 1)},
        {"published_at": datetime(1, 1, 2, tzinfo=UTC)},
        {"unpublish_at": datetime(9999, 1, 1, tzinfo=UTC)},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_database_holds_no_far_day(columns: dict[str, Any]) -> None:
    guide = DraftGuideFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Guide.objects.filter(pk=guide.pk).update(**columns)


def test_no_guide_takes_the_address_of_another_page() -> None:
    routes = {pattern.partition("/")[0] for pattern in guide_routes()}

    assert routes - {""} <= set(TAKEN.split("|"))


def guide_routes() -> list[str]:
    """What stands after /guides/ in the addresses that take no guide's slug first."""
    patterns: list[Any] = guides.urls.urlpatterns
    routes = [str(pattern.pattern) for pattern in patterns]
    return [route for route in routes if not route.startswith("<")]


def test_publishing_names_the_field_of_each_error(editor: Client) -> None:
    guide = DraftGuideFactory()
    body, points = "## Part\n\n[x](/nowhere/at/all/)", "One.\n[y](#nowhere)"

    answer = save(editor, guide, "_publish", body=body, tldr=points, standfirst="Short.")

    assert {name: said[0].split(":")[0] for name, said in errors(answer).items()} == {
        "standfirst": "Say in a sentence what the guide gives",
        "tldr": "Line 2",
        "body": "Line 3",
    }
    guide.refresh_from_db()
    assert (guide.status, guide.latest_number) == (Status.DRAFT, 1)


def test_warnings_leave_publishing_free(editor: Client) -> None:
    guide = DraftGuideFactory(roles=[])

    save(editor, guide, "_publish", review_by="")

    assert list(Guide.objects.public()) == [guide]


def test_edit_of_a_live_guide_waits_for_an_editor(author: Client, editor: Client) -> None:
    guide, _ = LiveGuideFactory(), LiveGuideFactory()

    answer = save(author, guide, "_continue", title="As it will be")

    assert [str(message) for message in answer.context["messages"]] == [
        "“As it will be” now waits for an editor."
    ]
    waiting = {item.title: item for item in editor.get("/admin/").context["waiting"]}
    queue = waiting["Guides to review"]
    assert queue.count == 1
    assert list(editor.get(queue.url).context["cl"].result_list) == [guide]


def test_new_guide_is_submitted_at_once(author: Client) -> None:
    data = {
        "title": "New",
        "slug": "new",
        "standfirst": "Short.",
        "body": "## Part\n\nText.",
        "topic": TopicFactory().pk,
        "author": AuthorFactory().pk,
    }

    author.post(f"{LIST}add/", data | {"_submit": "1"})

    assert [(guide.title, guide.status) for guide in Guide.objects.all()] == [
        ("New", Status.IN_REVIEW)
    ]
