"""The desk's lists, its own pages and its small services × what nobody should send."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from portal.desk import desk
from tests.contracts.attack import names_in, send
from tests.contracts.payloads import MARK, ODD_VALUES, REFUSED_BYTES
from tests.contracts.world import World, make_world

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
def world() -> World:
    return make_world()


@pytest.fixture
def client(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people["superuser"])
    return client


def list_queries(admin: object, model: type[models.Model]) -> Iterator[str]:
    """Search, order, page, each filter, the days, and ways into other tables."""
    names = ["q", "o", "p", "all", "e", "_popup", "_to_field", "_facets", "unknown", "pk", "id__in"]
    names += [f"{model._meta.pk.name}__{lookup}" for lookup in ("exact", "regex", "isnull", "gt")]
    for item in getattr(admin, "list_filter", ()):
        name = getattr(item, "parameter_name", item)
        names += [name, f"{name}__exact", f"{name}__id__exact", f"{name}__isnull"]
    if day := getattr(admin, "date_hierarchy", None):
        names += [f"{day}__{part}" for part in ("year", "month", "day", "gte")]
    yield from (f"q={value}" for value in ("a%00b", "%ED%A0%80", *list(ODD_VALUES.values())[::2]))
    for name in names:
        yield from (f"{name}={value}" for value in WORST)
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
    for query in list_queries(desk._registry[model], model):
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
    for key in FOREIGN:
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
    "guides_guide_add": ("title", "topic", "roles", "_changelist_filters", "publish_at"),
    "jobs_job_add": ("company", "pay_min", "closes_at", "locations", "_changelist_filters"),
    "salaries_benchmark_add": ("low", "year", "role", "published_at", "retrieved_on"),
    "index": ("unknown",),
    "panels": ("unknown",),
    "login": ("next",),
}
VALID = {
    "app_label": "guides",
    "model_name": "guide",
    "field_name": "topic",
    "term": "x",
    "page": "1",
}


@pytest.mark.parametrize("name", SERVICES)
def test_hostile_query_of_a_service(name: str, client: Client) -> None:
    wrong = []
    values = (*REFUSED_BYTES.values(), *ODD_VALUES.values(), "id", "password", "__class__")
    for parameter in SERVICES[name]:
        for value in values:
            given = VALID | {parameter: value} if name == "autocomplete" else {parameter: value}
            query = "&".join(f"{key}={each}" for key, each in given.items())

            sent = send(client, "get", reverse(f"admin:{name}"), query=query)

            fine = sent.status in (200, 302, 400, 403, 404) and not sent.raised and not sent.writes
            if not fine or (f"<{MARK}" in sent.text and MARK in names_in(sent.text)):
                wrong.append((query[:90], sent.status, sent.raised))

    assert wrong == []


OWN_PAGES = {
    "admin/guides/guide/{}/draft/": "guide",
    "admin/guides/guide/{}/return/": "guide",
    "admin/guides/guide/{}/history/": "guide",
    "admin/jobs/job/{}/review/": "job",
    "admin/taxonomy/role/{}/merge/": "role",
    "admin/r/1/{}/": "guide",
    "admin/r/{}/1/": "guide",
    "admin/panels/{}/": "",
    "admin/jobs/job/decide/{}/": "",
}


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_page_of_its_own_with_a_bad_key(method: str, client: Client) -> None:
    wrong = []
    for page in OWN_PAGES:
        for key in (
            "0",
            "1" + "0" * 18,
            "1" + "0" * 30,
            "-1",
            "abc",
            "%00",
            "%FF",
            "..",
            "x" * 300,
        ):
            sent = send(client, method, f"/{page.format(key)}")

            # What matches no page of ours is one of Django's, which send a foreign key home.
            if sent.status not in (301, 302, 400, 403, 404, 405) or sent.raised or sent.writes:
                wrong.append((page, key[:30], sent.status, sent.raised))

    assert wrong == []


DECISIONS: dict[str, tuple[Any, ...]] = {
    "guides_guide_return": ("guide", {"reason": ""}, {"reason": "x" * 1001}),
    "jobs_job_review": (
        "job",
        {"step": "close", "reason": "no"},
        {"step": "nonsense"},
        {"step": "approve", "seen": "9" * 30},
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


@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("kind", ["author", "analyst", "recruiter", "anonymous"])
def test_decision_by_somebody_without_the_right(name: str, kind: str, world: World) -> None:
    thing, client = getattr(world, DECISIONS[name][0]), Client(raise_request_exception=False)
    if kind != "anonymous":
        client.force_login(world.people[kind])
    body = {"step": "close", "reason": "filled", "keep": "2"}

    sent = send(client, "post", reverse(f"admin:{name}", args=[thing.pk]), data=body)

    assert sent.status in (302, 403)
    assert not sent.writes


@pytest.mark.parametrize(
    "query",
    [
        "job=" + "9" * 30,
        "job=-1",
        "job=abc",
        "job=%D9%A1",
        "job=" + "9" * 18,
        "&".join(["job=1"] * 49),
        "job=%C2%B2",
    ],
    ids=range(7),
)
@pytest.mark.parametrize("step", ["return", "close"])
def test_decision_over_foreign_listings(step: str, query: str, client: Client) -> None:
    address = reverse("admin:jobs_job_decide", args=[step])

    for method, body in (("get", {}), ("post", {"reason": "filled"})):
        sent = (
            send(client, method, f"{address}?{query}", data=body)
            if body
            else send(client, method, address, query=query)
        )

        assert sent.status in (200, 302, 400), sent.raised
        assert not [sql for sql in sent.writes if "jobs_job" in sql and "9999" in query]


HOSTILE_PREVIEWS = [
    {"body": "{{ open-jobs role=" + "x" * 5000 + " }}"},
    {"body": "{{ salary-figure role=ai-engineer measure=experience years=NaN }}"},
    {"body": "{{ pay-position role=ai-engineer pay=1e400 currency=USD }}"},
    {"body": "{{ pay-position role=ai-engineer pay=" + "9" * 5000 + " currency=USD }}"},
    {"body": "{{ open-jobs show=list limit=100000000000000000000 }}"},
    {"body": "[" * 5_000},
    {"body": "> " * 2_000 + "x"},
    {"body": "x" * 400_001},
    {"body": "<script>alert(1)</script>", "title": "<zq7>", "topic": "9" * 30, "author": "abc"},
    {"reviewed_at": "99999-01-01", "review_by": "0001-01-01", "roles": ["9" * 19, "x"]},
    {},
]


@pytest.mark.parametrize("body", HOSTILE_PREVIEWS, ids=range(len(HOSTILE_PREVIEWS)))
def test_hostile_preview(body: dict[str, str], client: Client) -> None:
    sent = send(client, "post", reverse("admin:guides_guide_preview"), data=body)

    assert (sent.status, sent.raised, sent.writes) == (200, None, [])
    assert "alert(1)</script>" not in sent.text
    assert MARK not in names_in(sent.text)
