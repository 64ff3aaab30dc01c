"""The desk's lists, its own pages and its small services × what nobody should send."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from portal.desk import desk
from tests.contracts.attack import names_in, send
from tests.contracts.payloads import MARK, ODD_VALUES, dealt
from tests.contracts.world import World

pytestmark = pytest.mark.django_db

WORST = ("a%00", "1" + "0" * 20, "%22%3E%3Czq7%3E")
FOREIGN = (
    "1" + "0" * 18,
    "1" + "0" * 30,
    "-1",
    "abc",
    "",
    "1.5",
    "NaN",
    "1,2",
    "x" * 3000,
)


@pytest.fixture
def client(world: World) -> Client:
    return world.client("superuser", raise_request_exception=False)


def list_queries(admin: object, model: type[models.Model]) -> Iterator[str]:
    """Search, order, page, each filter, the days, and ways into other tables."""
    stock = ["q", "o", "p", "all", "e", "_popup", "_to_field", "_facets", "unknown", "pk", "id__in"]
    stock += [f"{model._meta.pk.name}__{lookup}" for lookup in ("exact", "regex", "isnull", "gt")]
    # Django's own are tried in turn: every third with one list.
    names = stock[list(desk._registry).index(model) % 3 :: 3]
    for item in getattr(admin, "list_filter", ()):
        name = getattr(item, "parameter_name", item)
        names += [name, f"{name}__exact"]
    if day := getattr(admin, "date_hierarchy", None):
        names += [f"{day}__{part}" for part in ("year", "month", "day", "gte")]
    yield from (f"q={value}" for value in ("a%00b", "%ED%A0%80", *list(ODD_VALUES.values())[::3]))
    for place, name in enumerate(
        names
    ):  # in turn: what Django makes of a value hangs on its kind of filter
        yield from (f"{name}={value}" for value in WORST[place % 3 :: 3])
    yield from ("o=99", "o=-99.1.x", "o=1." * 500, f"p={10**9}", "p=-1", "q=" + "x" * 10_000)
    yield from ("q=" + "%20x" * 900, "q=%22unclosed", "user__password__startswith=a", "a=1&" * 60)
    if day:
        yield from (f"{day}__year={year}" for year in (99999, 0, -1, 10**20))
        yield f"{day}__year=2026&{day}__month=13"
        yield f"{day}__year=2026&{day}__month=2&{day}__day=31"
        yield f"{day}__year=9999&{day}__month=12&{day}__day=31"


@pytest.mark.parametrize("model", desk._registry, ids=lambda model: model._meta.label_lower)
def test_hostile_query_of_a_list(model: type[models.Model], client: Client) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    wrong = []
    place = list(desk._registry).index(model)
    for query in dealt(list_queries(desk._registry[model], model), place):
        sent = send(client, "get", address, query=query)

        html = sent.text
        fine = sent.status in (200, 302, 400) and not sent.writes and not sent.raised
        if not fine or (f"<{MARK}" in html and MARK in names_in(html)):
            wrong.append((query[:60], sent.status, sent.raised, sent.writes[:1]))

    assert wrong == []


@pytest.mark.parametrize("model", desk._registry, ids=lambda model: model._meta.label_lower)
def test_hostile_key_and_foreign_choice(model: type[models.Model], client: Client) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    wrong: list[Any] = []
    for key in dealt(FOREIGN, list(desk._registry).index(model)):
        for page in ("change", "delete", "history"):
            if not key:
                continue
            sent = send(client, "get", reverse(f"{name}_{page}", args=[key]))
            if sent.status not in (302, 400, 403, 404) or sent.raised or sent.writes:
                wrong.append((page, key[:30], sent.status, sent.raised))
        for action in (
            "delete_selected",
            "publish",
            "close_selected",
            "no_such_action",
            "__init__",
        ):
            data = {"action": action, "_selected_action": [key, "1"], "index": "0", "post": "yes"}
            data["index"] = key or "0"
            sent = send(client, "post", reverse(f"{name}_changelist"), data=data)
            deleting = action == "delete_selected"
            stored = sent.writes and not deleting
            if sent.status not in (200, 302, 400, 403) or sent.raised or stored:
                wrong.append((action, key[:30], sent.status, sent.raised, sent.writes[:1]))

    assert wrong == []


SERVICES = {
    "autocomplete": ("app_label", "model_name", "field_name", "term", "page"),
    "jsi18n": ("lang",),
    "guides_guide_changelist": ("_changelist_filters",),
    "guides_guide_compare": ("old", "new"),
    "guides_guide_share": ("revision",),
    "guides_guide_history": ("page",),
    "guides_guide_add": ("title", "topic", "roles", "_changelist_filters", "publish_at"),
    "jobs_job_add": ("company", "pay_min", "closes_at", "locations", "_changelist_filters"),
    "salaries_surveyimport_add": ("source", "_changelist_filters", "unknown"),
    "salaries_benchmark_add": ("low", "year", "role", "published_at", "retrieved_on"),
    "index": ("unknown",),
    "calendar": ("month", "unknown"),
    "calendar-day": ("day", "page"),
    "panels": ("unknown",),
    "panel-picker": ("unknown",),
    "panel-trial": ("role", "measure", "years", "place", "specialism", "unknown"),
    "login": ("next",),
}
OF_A_GUIDE = ("guides_guide_compare", "guides_guide_share", "guides_guide_history")
VALID = {
    "app_label": "guides",
    "model_name": "guide",
    "field_name": "topic",
    "term": "x",
    "page": "1",
}


def test_hostile_query_of_a_service(client: Client, world: World) -> None:
    wrong = []
    arguments: dict[str, list[Any]] = {name: [world.guide.pk] for name in OF_A_GUIDE}
    arguments["panel-trial"] = ["salary-figure"]
    values = (*list(ODD_VALUES.values())[::5], *WORST[::2], "id", "password", "__class__")
    for name, parameters in SERVICES.items():
        for parameter, value in product(parameters, values):
            given = VALID | {parameter: value} if name == "autocomplete" else {parameter: value}
            query = "&".join(f"{key}={each}" for key, each in given.items())

            args = arguments.get(name, [])
            sent = send(client, "get", reverse(f"admin:{name}", args=args), query=query)

            fine = sent.status in (200, 302, 400, 403, 404) and not sent.raised and not sent.writes
            if not fine or (f"<{MARK}" in sent.text and MARK in names_in(sent.text)):
                wrong.append((query[:90], sent.status, sent.raised))

    assert wrong == []


OWN_PAGES = (
    "admin/guides/guide/{}/draft/",
    "admin/guides/guide/{}/decide/",
    "admin/guides/guide/{}/history/",
    "admin/guides/guide/{}/compare/",
    "admin/guides/guide/{}/share/",
    "admin/guides/guide/{}/revisions/1/",
    "admin/guides/guide/1/revisions/{}/restore/",
    "admin/guides/poll/{}/preview/",
    "admin/jobs/job/{}/review/",
    "admin/jobs/job/decide/{}/",
    "admin/taxonomy/role/{}/merge/",
    "admin/salaries/surveyimport/{}/decide/",
    "admin/salaries/surveyimport/{}/problems/",
    "admin/help/panels/{}/",
    "admin/help/panels/pick/{}/",
    "admin/r/1/{}/",
    "admin/r/{}/1/",
)
BAD_KEYS = ("0", "1" + "0" * 18, "1" + "0" * 30, "-1", "abc", "%00", "%FF", "..", "x" * 300)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_page_of_its_own_with_a_bad_key(method: str, client: Client) -> None:
    wrong = []
    for page, key in product(OWN_PAGES, BAD_KEYS):
        sent = send(client, method, f"/{page.format(key)}")

        # What matches no page of ours is one of Django's, which send a foreign key home.
        if sent.status not in (301, 302, 400, 403, 404, 405) or sent.raised or sent.writes:
            wrong.append((page, key[:30], sent.status, sent.raised))

    assert wrong == []


DECISIONS: dict[str, tuple[Any, ...]] = {
    "guides_guide_decide": (
        "guide",
        {"step": "approve", "seen": "1"},
        {"step": "nonsense"},
        {"step": "unpublish", "note": "x" * 1001},
        {},
    ),
    "jobs_job_review": (
        "job",
        {"step": "close", "reason": "no"},
        {"step": "nonsense"},
        {"step": "approve", "seen": "9" * 30},
    ),
    "salaries_surveyimport_decide": (
        "survey",
        {"step": "nonsense"},
        {"step": "undo"},
        {"step": "x" * 5000},
        {},
    ),
    "taxonomy_role_merge": (
        "role",
        {"keep": ""},
        {"keep": "1" + "0" * 18},
        {"keep": "1" + "0" * 30},
        {"keep": "abc"},
        {"keep": "OWN"},
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_decision_that_is_none_changes_nothing(name: str, client: Client, world: World) -> None:
    kind, *bodies = DECISIONS[name]
    thing = getattr(world, kind)
    for body in bodies:
        data = {key: str(thing.pk) if value == "OWN" else value for key, value in body.items()}

        sent = send(client, "post", reverse(f"admin:{name}", args=[thing.pk]), data=data)

        assert (sent.status, sent.raised, sent.writes) == (200, None, []), body


@pytest.mark.parametrize("kind", ["author", "analyst", "recruiter", "anonymous"])
def test_decision_by_somebody_without_the_right(kind: str, world: World) -> None:
    client = world.client(kind, raise_request_exception=False)
    body = {"step": "close", "reason": "filled", "keep": "2"}
    for name, (thing, *_) in DECISIONS.items():
        if (kind, name) == ("analyst", "salaries_surveyimport_decide"):
            continue  # theirs to take
        address = reverse(f"admin:{name}", args=[getattr(world, thing).pk])

        sent = send(client, "post", address, data=body)

        assert sent.status == (403 if kind in ("author", "analyst") else 302), name
        assert not sent.writes


FOREIGN_JOBS = ("9" * 30, "9" * 18, "-1", "abc", "%C2%B2", "&job=".join(["0"] * 49))


@pytest.mark.parametrize("step", ["return", "close"])
def test_decision_over_foreign_listings(step: str, client: Client) -> None:
    address = reverse("admin:jobs_job_decide", args=[step])
    for keys in FOREIGN_JOBS:
        shown = send(client, "get", address, query=f"job={keys}")
        taken = send(client, "post", f"{address}?job={keys}", data={"reason": "filled"})

        assert (shown.raised, taken.raised) == (None, None), keys[:40]
        assert shown.status in (200, 400)
        assert taken.status in (200, 302, 400)
        assert not taken.writes


HOSTILE_PREVIEWS: list[dict[str, Any]] = [
    {"body": "{{ open-jobs role=" + "x" * 5000 + " }}"},
    {"body": "{{ salary-figure role=ai-engineer measure=experience years=NaN }}"},
    {"body": "{{ pay-position role=ai-engineer pay=1e400 currency=USD }}"},
    {"body": "{{ pay-position role=ai-engineer pay=" + "9" * 5000 + " currency=USD }}"},
    {"body": "{{ open-jobs show=list limit=100000000000000000000 }}"},
    {"body": "[" * 5_000},
    {"body": "> " * 2_000 + "x"},
    {"body": "x" * 120_001},
    {"body": "<script>alert(1)</script>", "title": "<zq7>", "topic": "9" * 30, "author": "abc"},
    {"body": "[x](/%00/) [y](/%ff/) [z](//[) [a](?" + "&a=1" * 500 + ") [b](/" + "b" * 5000 + "/)"},
    {"body": "[a](/jobs/?page=" + "9" * 400 + ") [b](/guides/%F0%9F/)"},
    {"body": "[a](/admin/login/?next=/) [b](/account/sign-out/)"},
    {"reviewed_at": "99999-01-01", "review_by": "0001-01-01", "roles": ["9" * 19, "x"]},
    {},
]


@pytest.mark.parametrize(
    "page", ["guides_guide_preview", "guides_guide_check", "guides_guide_unsaved"]
)
def test_form_of_a_guide_that_is_not_there(page: str, client: Client) -> None:
    for key in ("0", "9" * 18, "9" * 30, "-1", "abc", "²"):
        sent = send(client, "post", reverse(f"admin:{page}"), data={"_guide": key})

        assert (sent.status, sent.raised, sent.writes) == (404, None, []), key


@pytest.mark.parametrize("page", ["guides_guide_preview", "guides_guide_check"])
def test_hostile_preview(page: str, client: Client) -> None:
    for body in HOSTILE_PREVIEWS:
        sent = send(client, "post", reverse(f"admin:{page}"), data=body)

        status = 404 if body.get("_guide") else 200  # of a guide that isn't there
        assert (sent.status, sent.raised, sent.writes) == (status, None, []), str(body)[:80]
        assert "alert(1)</script>" not in sent.text
        assert MARK not in names_in(sent.text)
