"""portal/settings.py, read afresh in one environment after another."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "k3Jx0Qw7Lr-zPu5Ty9Hb2Nc8Vd4Mg6Fs1Ea_nothing_that_is_used",
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal:secret@db.example:5432/portal",
    "MAIL_FROM": "desk@portal.example",
    "MAIL_OPTIONS": '{"host": "mail.portal.example"}',
}
OPTIONAL = (
    "TASKS",
    "MAIL_BACKEND",
    "CACHE_URL",
    "PAGE_CACHE_BYTES",
    "MEDIA_STORAGE",
    "MEDIA_STORAGE_OPTIONS",
    "BEHIND_PROXY",
)

type Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch) -> Read:
    """Read the settings in the production environment, with these variables otherwise (None: unset)."""
    monkeypatch.setattr(environ.Env, "read_env", lambda *args, **kwargs: None)
    for name in OPTIONAL:
        monkeypatch.delenv(name, raising=False)

    def read(**changes: str | None) -> dict[str, Any]:
        for name, value in {**PRODUCTION, **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "portal" / "settings.py"))

    return read


def test_production_is_strict_about_https(read):
    settings = read()

    assert {
        name: settings[name]
        for name in (
            "DEBUG",
            "SECURE_SSL_REDIRECT",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SECURE_HSTS_SECONDS",
        )
    } == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("MAIL_FROM", None),
        ("MAIL_OPTIONS", None),
        ("TASKS", "soon"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "k3Jx0Qw7Lr-zPu5Ty9Hb2Nc8Vd4Mg6Fs1Ea_too_short"),
        ("SECRET_KEY", "ab" * 40),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "portal.example,*"),
        ("ALLOWED_HOSTS", "."),
        ("ALLOWED_HOSTS", "other.example"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("API_RATE", "lots"),
        ("API_RATE", ""),
        ("MEDIA_STORAGE", "no.such.Storage"),
        ("MEDIA_STORAGE", "Storage"),
        ("DATABASE_URL", "nonsense"),
        ("SITE_URL", None),
        ("SITE_URL", "http://portal.example"),
        ("SITE_URL", "https://"),
        ("DATABASE_URL", None),
        ("DATABASE_URL", ""),
    ],
)
def test_unsafe_setting_is_refused_by_its_name(read, name, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})

    assert set(re.findall(r"\b([A-Z_]{5,}) must", str(refusal.value))) == {name}


def test_every_unsafe_setting_is_named_at_once(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(SECRET_KEY=None, ALLOWED_HOSTS=None, SITE_URL=None, DATABASE_URL=None)

    named = {name for name in PRODUCTION if f"{name} must" in str(refusal.value)}
    assert named == {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"}


def test_nothing_set_means_production(read):
    with pytest.raises(ImproperlyConfigured, match="Unsafe for production"):
        read(**dict.fromkeys(PRODUCTION))


def test_debug_without_a_secret_says_how_to_get_one(read):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set: `make run`"):
        read(DEBUG="1", SECRET_KEY=None)


def test_forwarded_scheme_is_believed_only_behind_a_proxy(read):
    assert "SECURE_PROXY_SSL_HEADER" not in read()

    behind = read(BEHIND_PROXY="1")

    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_postgres_connections_are_pooled(read):
    database = read()["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 10}


@pytest.mark.django_db
def test_sqlite_writes_ahead_and_waits_its_turn(read, tmp_path):
    database = read(DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}")["DATABASES"]["default"]

    connection = ConnectionHandler({"default": database})["default"]
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()
    connection.close()

    assert (journal, patience) == (("wal",), (20_000,))
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_deployment_check_is_clean(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        **PRODUCTION,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "HSTS_SUBDOMAINS": "1",
    }
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    checked = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("System check identified no issues")
