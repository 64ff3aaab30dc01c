"""Guides by token: what an author and an editor do, on what they saw, and nobody else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from guides.models import Author, Guide, GuideRevision
from portal.accounts.models import ApiToken, User
from portal.publishing.models import Status
from tests.factories.accounts import StaffFactory, UserFactory, secret_of
from tests.factories.guides import (
    AuthorFactory,
    DraftGuideFactory,
    LiveGuideFactory,
    SubmittedGuideFactory,
    TopicFactory,
)
from tests.factories.taxonomy import RoleFactory
from tests.openapi import validates_schema

pytestmark = pytest.mark.django_db
LIST = "/api/v1/desk/guides/"
NOW = datetime(2026, 11, 4, 9, 0, 15, tzinfo=UTC)
LATER = f"{timezone.now() + timedelta(days=30):%Y-%m-%dT09:00:00Z}"


class Program:
    """Sends JSON with a token."""

    def __init__(self, owner: User, *scopes: str) -> None:
        self.owner = owner
        given = {"scopes": scopes} if scopes else {}
        self.secret = secret_of(owner, **given)
        self.client = Client()

    def send(
        self, method: str, address: str, sent: Any = None, *, seen: int | str | None = None
    ) -> Any:
        headers = {"authorization": f"Bearer {self.secret}"}
        if seen is not None:
            headers["if-match"] = f'"{seen}"' if isinstance(seen, int) else seen
        given: dict[str, Any] = {"headers": headers}
        if method != "get":
            given |= {
                "data": json.dumps({} if sent is None else sent),
                "content_type": "application/json",
            }
        answer = getattr(self.client, method)(address, **given)
        assert answer.headers["Cache-Control"] == "private, no-store"
        validates_schema(answer)
        return answer


@pytest.fixture
def author() -> Program:
    return Program(StaffFactory(groups=("author",)))


@pytest.fixture
def editor() -> Program:
    return Program(StaffFactory(groups=("editor",)))


def at(guide: Guide, step: str = "") -> str:
    return f"{LIST}{guide.pk}/{step and f'{step}/'}"


def errors(answer: Any) -> dict[str, str]:
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def written(**given: Any) -> dict[str, Any]:
    TopicFactory(), AuthorFactory(), RoleFactory(slug="ai-engineer")
    return {
        "title": "What it pays",
        "slug": "what-it-pays",
        "standfirst": "A long enough sentence that says what there is to read here.",
        "body": "## First\n\nWords.",
        "topic": "pay",
        "author": "mara-veld",
        **given,
    }


# Reading


def test_all_guides_at_work_are_listed(author: Program) -> None:
    live, draft = LiveGuideFactory(), DraftGuideFactory()

    rows = author.send("get", LIST).json()["results"]

    assert [(row["id"], row["status"], row["live_revision"]) for row in rows] == [
        (draft.pk, "draft", None),
        (live.pk, "published", 1),
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [("status=draft", 1), ("topic=pay", 2), ("topic=pay&status=in_review", 0), ("page_size=1", 1)],
)
def test_list_is_narrowed(author: Program, query: str, count: int) -> None:
    LiveGuideFactory(), DraftGuideFactory()

    assert len(author.send("get", f"{LIST}?{query}").json()["results"]) == count


def test_guide_is_answered_as_last_saved(author: Program) -> None:
    guide = LiveGuideFactory(title="Live")
    author.send("patch", at(guide), {"title": "Saved"}, seen=1)

    answer = author.send("get", at(guide))

    found = answer.json()
    assert answer.headers["ETag"] == '"2"'
    assert (found["title"], found["revision"], found["live_revision"]) == ("Saved", 2, 1)
    assert (found["topic"], found["roles"], found["author"], found["reviewer"]) == (
        "pay",
        ["ai-engineer"],
        "mara-veld",
        None,
    )
    assert (found["saved_by"], found["page"]) == (
        author.owner.name,
        f"http://testserver/guides/{guide.slug}/",
    )


def test_revisions_are_listed_and_whole(author: Program) -> None:
    guide = DraftGuideFactory(title="First")
    author.send("patch", at(guide), {"title": "Second", "comment": "Better"}, seen=1)

    rows = author.send("get", at(guide, "revisions")).json()["results"]
    first = author.send("get", at(guide, "revisions/1"))

    assert [(row["number"], row["title"], row["comment"]) for row in rows] == [
        (2, "Second", "Better"),
        (1, "First", ""),
    ]
    assert (first.json()["title"], first.headers["ETag"]) == ("First", '"1"')
    assert author.send("get", at(guide, "revisions/3")).status_code == 404


def test_checks_name_field_line_and_level(author: Program) -> None:
    guide = DraftGuideFactory(body="Words.\n\n# Too high", roles=[])

    answer = author.send("get", at(guide, "checks"))

    found = answer.json()
    assert (found["revision"], found["publishable"], answer.headers["ETag"]) == (1, False, '"1"')
    assert found["problems"][0] == {
        "level": "error",
        "field": "body",
        "line": 3,
        "message": "Headings start at “##”: the title of the page is the first level.",
    }
    assert "warning" in {problem["level"] for problem in found["problems"]}


# Writing


def test_author_starts_a_guide(author: Program) -> None:
    answer = author.send("post", LIST, written(roles=["ai-engineer"], comment="From the wiki"))

    guide = Guide.objects.get()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"http://testserver{at(guide)}"
    assert answer.headers["ETag"] == '"1"'
    assert (guide.status, guide.title, guide.latest_number) == ("draft", "What it pays", 1)
    revision = guide.revisions.get()
    assert (revision.created_by, revision.comment) == (author.owner, "From the wiki")
    assert [role.slug for role in revision.roles.all()] == ["ai-engineer"]


def test_put_empties_what_is_left_out_and_patch_keeps_it(author: Program) -> None:
    guide = DraftGuideFactory(seo_title="For engines", review_by=timezone.now().date())

    patched = author.send("patch", at(guide), {"tldr": "One point."}, seen=1).json()
    put = author.send("put", at(guide), written(slug=guide.slug), seen=2).json()

    assert (patched["seo_title"], patched["tldr"], patched["roles"], patched["title"]) == (
        "For engines",
        "One point.",
        ["ai-engineer"],
        guide.title,
    )
    assert (put["seo_title"], put["tldr"], put["roles"], put["review_by"]) == ("", "", [], None)
    assert put["revision"] == 3


def test_readers_see_nothing_of_a_save(author: Program, client: Client) -> None:
    guide = LiveGuideFactory(title="Live")

    author.send("patch", at(guide), {"title": "Saved"}, seen=1)

    assert "Live" in client.get(guide.get_absolute_url()).text
    assert client.get(f"/api/v1/guides/{guide.slug}/").json()["title"] == "Live"


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"title": ""}, {"title": "This field is required."}),
        (
            {"title": "x" * 141},
            {"title": "Ensure this value has at most 140 characters (it has 141)."},
        ),
        ({"slug": "feed"}, {"slug": "This address belongs to another part of the site."}),
        ({"slug": "taken"}, {"slug": "Guide with this Slug already exists."}),
        ({"topic": "nowhere"}, {"topic": "There is no topic “nowhere”."}),
        ({"topic": ""}, {"topic": "This field is required."}),
        ({"author": None}, {"author": "Send text."}),
        ({"roles": ["ai-engineer", "x"]}, {"roles": "There is no role “x”."}),
        ({"roles": ["x"] * 31}, {"roles": "Name 30 roles at most."}),
        ({"roles": "ai-engineer"}, {"roles": "Send a list of texts."}),
        ({"title": 5, "body": ["x"]}, {"title": "Send text.", "body": "Send text."}),
        ({"review_by": "04/11/2026"}, {"review_by": "Send a day as text: 2026-11-04."}),
        ({"review_by": "2026-02-30"}, {"review_by": "Enter a valid date."}),
        ({"review_by": "2099-01-01"}, {"review_by": "Choose a day within the next five years."}),
        ({"comment": "x" * 201}, None),
    ],
)
def test_what_the_form_refuses_is_refused_by_field(author: Program, sent: Any, wrong: Any) -> None:
    guide = DraftGuideFactory()
    LiveGuideFactory(slug="taken")

    answer = author.send("patch", at(guide), sent, seen=1)

    assert answer.status_code == 400
    assert errors(answer) == wrong or (wrong is None and list(errors(answer)) == list(sent))
    assert guide.revisions.count() == 1


def test_unknown_field_is_named(author: Program) -> None:
    answer = author.send("post", LIST, written(status="published", body_html="<p>"))

    assert list(errors(answer)) == ["status", "body_html"]
    assert "There is no such field. Known here: title," in errors(answer)["status"]
    assert not Guide.objects.exists()


@pytest.mark.parametrize("sent", [[], "text", 5, [{"title": "x"}]])
def test_body_that_is_no_object_is_refused(author: Program, sent: Any) -> None:
    answer = author.send("post", LIST, sent)

    assert errors(answer) == {"body": "Send a JSON object."}


def test_restored_revision_becomes_the_latest(author: Program) -> None:
    guide = DraftGuideFactory(title="First")
    author.send("patch", at(guide), {"title": "Second"}, seen=1)

    answer = author.send("post", at(guide, "restore"), {"revision": 1}, seen=2)
    unknown = author.send("post", at(guide, "restore"), {"revision": 10**15}, seen=3)

    assert (answer.json()["title"], answer.headers["ETag"]) == ("First", '"3"')
    assert errors(unknown) == {"revision": f"There is no revision {10**15}."}


# Upon what was seen


STEPS = (
    *("submit", "restore", "approve", "return"),
    *("publish", "unpublish", "archive", "unarchive"),
    *("schedule-edit", "drop-edit"),
)


def every_write(guide: Guide) -> list[tuple[str, str, Any]]:
    bodies: dict[str, Any] = {"restore": {"revision": 1}, "return": {"reason": "Short."}}
    bodies["schedule-edit"] = {"at": LATER}
    return [
        ("put", at(guide), written(slug=guide.slug)),
        ("patch", at(guide), {"title": "Mine"}),
        *(("post", at(guide, step), bodies.get(step, {})) for step in STEPS),
    ]


def test_write_without_what_was_seen_is_refused(editor: Program) -> None:
    guide = SubmittedGuideFactory()

    for method, address, sent in every_write(guide):
        for seen in (None, "*"):
            answer = editor.send(method, address, sent, seen=seen)

            assert answer.status_code == 428, address
    assert (guide.revisions.count(), guide.events.count()) == (1, 0)


def test_stale_write_is_refused_with_the_latest(editor: Program) -> None:
    guide = SubmittedGuideFactory(title="First")
    editor.send("patch", at(guide), {"title": "Second"}, seen=1)

    for method, address, sent in every_write(guide):
        answer = editor.send(method, address, sent, seen=1)

        assert (answer.status_code, answer.json()["latest"]) == (412, 2), address
        assert answer.headers["ETag"] == '"2"'
    assert (guide.revisions.count(), guide.events.count()) == (2, 0)


@pytest.mark.parametrize("seen", ['W/"1"', '"7", "1"'])
def test_tag_is_known_also_as_proxies_rewrite_it(author: Program, seen: str) -> None:
    guide = DraftGuideFactory()

    assert author.send("patch", at(guide), {"title": "Mine"}, seen=seen).status_code == 200


@pytest.mark.parametrize("seen", ["1", '"1', "W/1", '"1" "2"', '"' + "1" * 500 + '"', '"\x00"'])
def test_tag_that_nobody_gave_is_refused(author: Program, seen: str) -> None:
    guide = DraftGuideFactory()

    answer = author.send("patch", at(guide), {"title": "Mine"}, seen=seen)

    assert (answer.status_code, list(errors(answer))) == (400, ["If-Match"])


# Deciding


def test_guide_goes_from_draft_to_readers(author: Program, editor: Program, client: Client) -> None:
    made = author.send("post", LIST, written()).json()
    guide = Guide.objects.get(pk=made["id"])

    submitted = author.send("post", at(guide, "submit"), seen=1).json()
    back = editor.send("post", at(guide, "return"), {"reason": "Say more."}, seen=1).json()
    author.send("patch", at(guide), {"body": "## More\n\nWords."}, seen=1)
    again = author.send("post", at(guide, "submit"), seen=2).json()
    live = editor.send("post", at(guide, "publish"), seen=2).json()
    seen = client.get(f"/guides/{guide.slug}/").status_code
    off = editor.send("post", at(guide, "unpublish"), {"note": "Old."}, seen=2).json()

    assert [step["status"] for step in (submitted, back, again, live, off)] == [
        "in_review",
        "returned",
        "in_review",
        "published",
        "closed",
    ]
    assert (seen, client.get(f"/guides/{guide.slug}/").status_code) == (200, 404)
    kept = [(event.kind, event.by, event.note) for event in guide.events.order_by("pk")]
    assert kept[2] == ("returned", editor.owner, "Say more.")
    assert kept[-1] == ("closed", editor.owner, "Old.")


@time_machine.travel(NOW, tick=False)
def test_guide_is_scheduled(editor: Program) -> None:
    guide = DraftGuideFactory()
    span = {"at": "2026-11-05T10:00:00+01:00", "until": "2026-12-01T00:00:00Z"}

    planned = editor.send("post", at(guide, "publish"), span, seen=1).json()
    kept = editor.send("post", at(guide, "publish"), seen=1).json()
    for_good = editor.send("post", at(guide, "publish"), {"until": None, "at": None}, seen=1).json()

    times = [(answer["live_from"], answer["live_until"]) for answer in (planned, kept, for_good)]
    assert times == [
        ("2026-11-05T09:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-11-05T09:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-11-04T09:00:15Z", None),
    ]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"at": "2026-02-30T00:00:00Z"}, "at"),
        ({"at": "2026-12-01T00:00:00"}, "at"),
        ({"at": 1}, "at"),
        ({"until": ["x"]}, "until"),
        ({"when": "now"}, "when"),
    ],
)
def test_span_that_makes_no_sense_is_refused(editor: Program, sent: Any, wrong: str) -> None:
    guide = DraftGuideFactory()

    answer = editor.send("post", at(guide, "publish"), sent, seen=1)

    guide.refresh_from_db()
    assert (answer.status_code, list(errors(answer)), guide.status) == (400, [wrong], "draft")


def test_what_readers_see_is_not_put_off(editor: Program) -> None:
    guide = LiveGuideFactory()
    later = {"at": (timezone.now() + timedelta(days=2)).isoformat()}

    answer = editor.send("post", at(guide, "publish"), later, seen=1)

    assert (answer.status_code, list(errors(answer))) == (400, ["at"])
    assert list(Guide.objects.public()) == [guide]


def test_edit_is_scheduled_and_taken_off_the_schedule(editor: Program) -> None:
    guide = LiveGuideFactory()
    editor.send("patch", at(guide), {"title": "Second"}, seen=1)

    stale = editor.send("post", at(guide, "schedule-edit"), {"at": LATER}, seen=1)
    kept = editor.send("post", at(guide, "schedule-edit"), {"at": LATER, "note": "New."}, seen=2)
    listed = editor.send("get", LIST).json()["results"][0]
    dropped = editor.send("post", at(guide, "drop-edit"), seen=2)

    assert (stale.status_code, kept.status_code, dropped.status_code) == (412, 200, 200)
    for found in (kept.json(), listed):
        assert (found["next_revision"], found["next_from"]) == (2, LATER)
        assert (found["live_revision"], found["is_approved"]) == (1, True)
    assert (dropped.json()["next_revision"], dropped.json()["next_from"]) == (None, None)


@pytest.mark.parametrize(
    "sent",
    [
        *({}, {"at": None}, {"at": "soon"}, {"at": "2020-01-01T09:00:00Z"}),
        *({"at": "9999-01-01T09:00:00Z"}, {"at": "2026-12-24T09:00:00Z"}),
    ],
)
def test_edit_is_scheduled_for_an_instant_while_the_guide_is_live(
    editor: Program, sent: Any
) -> None:
    guide = LiveGuideFactory(unpublish_at=datetime(2026, 12, 24, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC)):
        editor.send("patch", at(guide), {"title": "Second"}, seen=1)

        answer = editor.send("post", at(guide, "schedule-edit"), sent, seen=2)

    guide.refresh_from_db()
    assert (answer.status_code, list(errors(answer)), guide.next_at) == (400, ["at"], None)


def test_text_with_errors_is_not_published(editor: Program) -> None:
    guide = DraftGuideFactory(body="Words.\n\n# Too high")

    answer = editor.send("post", at(guide, "publish"), seen=1)

    guide.refresh_from_db()
    assert (answer.status_code, guide.status) == (422, Status.DRAFT)
    assert answer.json()["errors"] == [
        {
            "field": "body",
            "message": "Headings start at “##”: the title of the page is the first level.",
            "line": 3,
            "level": "error",
        }
    ]


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("submit", {}),
        ("return", {"reason": "x"}),
        ("unpublish", {}),
        ("schedule-edit", {"at": LATER}),
        ("drop-edit", {}),
    ],
)
def test_step_that_its_state_does_not_allow_is_a_conflict(
    editor: Program, step: str, sent: Any
) -> None:
    guide = LiveGuideFactory() if step != "unpublish" else DraftGuideFactory()

    answer = editor.send("post", at(guide, step), sent, seen=1)

    assert answer.status_code == 409
    assert "does not allow it" in answer.json()["detail"]
    assert not guide.events.exists()


@pytest.mark.parametrize("sent", [{}, {"reason": " "}, {"reason": "x" * 1001}])
def test_return_needs_a_reason(editor: Program, sent: Any) -> None:
    guide = SubmittedGuideFactory()

    answer = editor.send("post", at(guide, "return"), sent, seen=1)

    assert (answer.status_code, list(errors(answer))) == (400, ["reason"])


def test_approval_holds_for_the_revision_that_was_seen(author: Program, editor: Program) -> None:
    guide = SubmittedGuideFactory()

    approved = editor.send("post", at(guide, "approve"), {"note": "Fine."}, seen=1).json()
    saved = author.send("patch", at(guide), {"title": "Mine"}, seen=1).json()

    assert (approved["is_approved"], saved["is_approved"]) == (True, False)


def test_guide_is_put_away_and_taken_back(editor: Program) -> None:
    guide = DraftGuideFactory()

    away = editor.send("post", at(guide, "archive"), {"note": "Not needed."}, seen=1).json()
    refused = editor.send("patch", at(guide), {"title": "Mine"}, seen=1)
    listed = [
        len(editor.send("get", f"{LIST}?archived={given}").json()["results"])
        for given in ("yes", "no", "")
    ]
    back = editor.send("post", at(guide, "unarchive"), seen=1).json()

    assert (away["archived_at"] is None, back["archived_at"]) == (False, None)
    assert (refused.status_code, listed) == (409, [1, 0, 1])


def test_decisions_say_who_when_and_why(author: Program, editor: Program) -> None:
    guide = DraftGuideFactory()
    author.send("post", at(guide, "submit"), seen=1)
    editor.send("post", at(guide, "return"), {"reason": "Say more."}, seen=1)

    rows = author.send("get", at(guide, "decisions")).json()["results"]

    assert [(row["kind"], row["by"], row["revision"], row["note"]) for row in rows] == [
        ("returned", editor.owner.name, 1, "Say more."),
        ("submitted", author.owner.name, 1, ""),
    ]


# Who may


def test_author_can_not_decide(author: Program) -> None:
    guide = SubmittedGuideFactory()

    for step in STEPS[2:]:
        answer = author.send("post", at(guide, step), seen=1)

        assert answer.status_code == 403
        assert "You may not decide about guides" in answer.json()["detail"]
    guide.refresh_from_db()
    assert guide.status == Status.IN_REVIEW


def test_token_does_no_more_than_its_scopes() -> None:
    reading = Program(StaffFactory(groups=("editor",)), "guides:read")
    guide = DraftGuideFactory()

    answers = [reading.send(*write, seen=1) for write in every_write(guide)]

    assert reading.send("get", at(guide)).status_code == 200
    assert {answer.status_code for answer in answers} == {403}
    assert answers[0].json()["detail"] == "This token lacks the scope guides:write."
    assert answers[-1].json()["detail"] == "This token lacks the scope guides:publish."


def test_token_ends_with_its_owners_rights(editor: Program) -> None:
    guide = DraftGuideFactory()
    before = editor.send("get", at(guide)).status_code
    editor.owner.groups.clear()
    without = editor.send("get", at(guide)).status_code
    User.objects.filter(pk=editor.owner.pk).update(is_staff=False)

    assert (before, without, editor.send("get", at(guide)).status_code) == (200, 403, 401)


def test_foreign_and_unknown_guides_are_not_there(editor: Program) -> None:
    for key in (999_999, 10**18):
        assert editor.send("get", f"{LIST}{key}/").status_code == 404
        assert editor.send("patch", f"{LIST}{key}/", {}, seen=1).status_code == 404


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer rbk_wrong", "Basic YTpi", "Bearer " + "x" * 9000, "rbk_x"],
)
def test_nobody_without_a_token_in_force(client: Client, authorization: str) -> None:
    answer = client.get(LIST, headers={"authorization": authorization} if authorization else {})

    validates_schema(answer)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="desk"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies


def test_session_is_no_token(client: Client) -> None:
    client.force_login(StaffFactory(groups=("editor",)))

    assert client.get(LIST).status_code == 401


@time_machine.travel(NOW, tick=False)
def test_client_that_fails_again_and_again_waits(client: Client, editor: Program) -> None:
    wrong = {"authorization": "Bearer rbk_wrong"}

    failed = [client.get(LIST, headers=wrong).status_code for _ in range(61)]
    refused = client.get(LIST, headers=wrong)
    elsewhere = client.get(
        LIST, headers={"authorization": f"Bearer {editor.secret}"}, REMOTE_ADDR="192.0.2.7"
    )

    assert failed == [401] * 60 + [429]
    assert refused.headers["Retry-After"] == "885"
    assert elsewhere.status_code == 200


def test_tokens_are_counted_apart(settings: Any, author: Program, editor: Program) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"anon": "2/h"}}

    with time_machine.travel(NOW, tick=False):
        found = [
            program.send("get", LIST).status_code for program in (author, author, author, editor)
        ]

    assert found == [200, 200, 429, 200]


def test_owner_is_named_in_what_the_token_did(author: Program) -> None:
    author.send("post", LIST, written())

    assert GuideRevision.objects.get().created_by == author.owner
    assert ApiToken.objects.get().last_used_at is not None


def test_methods_that_are_not_there(editor: Program) -> None:
    guide = DraftGuideFactory()
    headers = {"authorization": f"Bearer {editor.secret}"}

    found = [
        getattr(Client(), method)(address, headers=headers).status_code
        for method, address in (
            ("delete", at(guide)),
            ("put", LIST),
            ("get", at(guide, "publish")),
            ("options", at(guide)),
        )
    ]

    assert found == [405] * 4


def test_stranger_with_a_token_is_nobody() -> None:
    program = Program(UserFactory())

    assert program.send("get", LIST).status_code == 401


def test_author_is_found_by_slug_as_reviewer_too(author: Program) -> None:
    AuthorFactory(slug="ben")
    guide = DraftGuideFactory()

    answer = author.send("patch", at(guide), {"reviewer": "ben"}, seen=1)
    gone = author.send("patch", at(guide), {"reviewer": None}, seen=2)

    assert (answer.json()["reviewer"], gone.json()["reviewer"]) == ("ben", None)
    assert guide.revisions.get(number=2).reviewer == Author.objects.get(slug="ben")
    assert timedelta(0) <= timezone.now() - guide.revisions.get(number=3).created_at
