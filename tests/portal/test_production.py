"""What a start is refused for, in words."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.production import refuse_unsafe

SAFE: dict[str, Any] = {
    "secret_keys": ["k3Jx0Qw7Lr-zPu5Ty9Hb2Nc8Vd4Mg6Fs1Ea_nothing_that_is_used"],
    "allowed_hosts": ["portal.example"],
    "site_url": "https://portal.example",
    "database_url": "sqlite:///var/db.sqlite3",
    "api_rate": "600/min",
    "mail_from": "desk@portal.example",
    "mailer": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend", "OPTIONS": {}},
}


@pytest.mark.parametrize(
    "name",
    [
        "django.core.files.storage.FileSystemStorage",
        "django.core.files.storage.InMemoryStorage",
        "django.contrib.staticfiles.storage.StaticFilesStorage",
    ],
)
def test_storage_that_is_installed_is_taken(name):
    refuse_unsafe(**SAFE, media_storage=name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no.such.Storage", "No module named 'no'"),
        ("django.core.files.storage.FileSystemStorag", '"FileSystemStorag" attribute/class'),
        ("Storage", "Storage doesn't look like a module path"),
        ("", " doesn't look like a module path"),
        (".Storage", "Empty module name"),
        (".storage.Storage", "relative import"),
        (
            "datetime.datetime",
            "datetime.datetime is no subclass of django.core.files.storage.Storage",
        ),
        ("django.core.files.storage.default_storage", "is no subclass of"),
    ],
)
def test_storage_that_would_fail_the_first_upload_is_refused(name, reason):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE must name a storage class") as no:
        refuse_unsafe(**SAFE, media_storage=name)

    assert reason in str(no.value)


def test_storage_that_lacks_a_library_is_refused_with_its_own_words(tmp_path, monkeypatch):
    (tmp_path / "lacking_storage.py").write_text(
        "from django.core.exceptions import ImproperlyConfigured\n"
        "raise ImproperlyConfigured('Could not load the bindings')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(
        ImproperlyConfigured, match=r"MEDIA_STORAGE .*: Could not load the bindings"
    ):
        refuse_unsafe(**SAFE, media_storage="lacking_storage.Storage")


SMTP = "django.core.mail.backends.smtp.EmailBackend"
STORAGE = "django.core.files.storage.FileSystemStorage"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("MAIL_FROM", {"mail_from": ""}),
        ("MAIL_FROM", {"mail_from": "The desk"}),
        ("MAIL_OPTIONS", {"mailer": {"BACKEND": SMTP, "OPTIONS": {}}}),
    ],
)
def test_mail_that_nobody_could_send_is_refused(name, changes):
    with pytest.raises(ImproperlyConfigured, match=f"{name} must"):
        refuse_unsafe(**{**SAFE, **changes}, media_storage=STORAGE)


def test_mail_server_that_is_named_is_taken():
    mailer = {"BACKEND": SMTP, "OPTIONS": {"host": "mail.portal.example"}}

    refuse_unsafe(**{**SAFE, "mailer": mailer}, media_storage=STORAGE)
