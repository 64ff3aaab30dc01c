"""Fixtures that every test has."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection, transaction
from django.http import HttpRequest
from django.template import base
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered
from hypothesis import HealthCheck
from hypothesis import settings as searching
from pytest_django import DjangoDbBlocker

from portal.accounts.groups import GROUPS
from portal.freshness import forget_everything, refresh

MIGRATED = f"({', '.join(repr(name) for name in GROUPS)})"
BROWSER_TESTS = Path(__file__).parent / "browser"

# A busy machine is no failure.
searching.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
searching.load_profile("portal")


def pytest_configure() -> None:
    """Signing in costs no time worth speaking of, nor do files that were once collected here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    socket.getaddrinfo = look_up_here  # links are made up, and to ask after them takes its time
    Template.render = tell_and_render  # type: ignore[method-assign, assignment]  # for tests alone
    if connection.vendor == "postgresql":
        # What a test commits need not outlive a power cut.
        connection.settings_dict["OPTIONS"].setdefault("options", "-c synchronous_commit=off")
        # And queries come again too rarely to be prepared.
        connection.settings_dict["OPTIONS"]["prepare_threshold"] = None
    type(connection.ops).sql_flush = delete_rows  # type: ignore[method-assign, assignment]  # for tests alone
    # What it writes was kept.
    flush.emit_post_migrate_signal = lambda *args, **options: None  # type: ignore[attr-defined]  # imported there


def look_up_here(
    host: Any, *rest: Any, look_up: Callable[..., Any] = socket.getaddrinfo, **more: Any
) -> Any:
    """Knows this machine alone: a test asks no other."""
    name = host.decode() if isinstance(host, bytes) else host
    if (
        name not in (None, "", "localhost")
        and not name.replace(".", "").isdigit()
        and ":" not in name
    ):
        raise socket.gaierror(socket.EAI_NONAME, "Tests look up no names.")
    return look_up(host, *rest, **more)


def tell_and_render(
    template: Template,
    context: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    *,
    render: Callable[..., Any] = Template.render,
) -> Any:
    """Fills `response.context`, as Django does by itself for its own templates only."""
    template_rendered.send(sender=template, template=template, context=context or {})
    return render(template, context, request)


def delete_rows(operations: Any, style: Any, tables: list[str], **how: bool) -> list[str]:
    """SQL to empty the database after a test that commits.

    PostgreSQL's TRUNCATE makes every table and index anew, however few rows there are. What
    `post_migrate` would only write again stays, and the
    groups that a migration made: without them there are no staff.
    """
    kept = {ContentType._meta.db_table, Permission._meta.db_table}
    groups, rights = Group._meta.db_table, Group.permissions.through._meta.db_table
    only = {
        groups: f" WHERE name NOT IN {MIGRATED}",
        rights: f" WHERE group_id NOT IN (SELECT id FROM {groups} WHERE name IN {MIGRATED})",
    }
    return [
        f"DELETE FROM {operations.quote_name(table)}{only.get(table, '')}"
        for table in tables
        if table not in kept
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
    elsewhere = [item for item in items if not is_dealt_here(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if is_dealt_here(item)]


def is_dealt_here(item: pytest.Item) -> bool:
    """Whether a case of a matrix is one that this database tries: by its name, so that each is tried on one."""
    if item.get_closest_marker("dealt") is None:
        return True
    return crc32(item.nodeid.encode()) % 2 == (connection.vendor == "postgresql")


@pytest.fixture(autouse=True, scope="session")
def only_whole_pages_are_announced(django_test_environment: None) -> None:
    """`response.context` is that of the page: to copy it for each widget takes an eighth of the desk's tests."""
    templates: Any = base.Template
    announce = templates._render

    def draw(template: Any, context: Any) -> Any:
        told = context.render_context.dicts[0]
        if "is_told" in told:
            return template.nodelist.render(context)
        told["is_told"] = True
        return announce(template, context)

    templates._render = draw


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Limits, kept pages and what is known of the topics are not carried over from test to test."""
    cache.clear()
    forget_everything()
    yield
    cache.clear()
    forget_everything()


@pytest.fixture
def start_worker(transactional_db: None) -> Callable[[], None]:
    """Makes this process a worker that has just started: it knows only what it looks up ahead of pages."""

    def start() -> None:
        forget_everything()
        refresh()

    return start


@pytest.fixture(scope="module")
def module_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DjangoDbBlocker]:
    """A transaction around those of a module's tests, which undo what they do to what stands in it.

    It is filled in `with module_db.unblock():`.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
