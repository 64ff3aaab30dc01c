"""What must not go live as it is: unsafe and unusable settings, in sentences that name them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage
from django.http.request import validate_host
from django.utils.module_loading import import_string

DATABASES: Final = ("postgres", "postgresql", "psql", "pgsql", "sqlite")
_RATE: Final = re.compile(r"[1-9][0-9]*/(s|sec|second|m|min|minute|h|hour|d|day)")


def refuse_unsafe(
    *,
    secret_keys: Sequence[str],
    allowed_hosts: Sequence[str],
    site_url: str,
    database_url: str,
    api_rate: str,
    media_storage: str,
    mail_from: str,
    mailer: Mapping[str, Any],
) -> None:
    """Raise `ImproperlyConfigured` naming every setting that must not go live as it is.

    The first of the secret keys signs, the others are earlier ones that still count.
    """
    wrong = [
        *_of_secrets(*secret_keys),
        *_of_hosts(allowed_hosts, site_url),
        *_of_services(database_url, api_rate, media_storage),
        *_of_mail(mail_from, mailer),
    ]
    if wrong:
        raise ImproperlyConfigured(
            "Unsafe for production (set DEBUG=1 only on your own machine): " + "; ".join(wrong)
        )


def _of_secrets(key: str, *earlier: str) -> Iterator[str]:
    if _is_weak(key):
        yield "SECRET_KEY must be set to 50 random characters or more"
    if any(map(_is_weak, earlier)):
        yield "SECRET_KEY_FALLBACKS must be keys of 50 random characters or more"


def _is_weak(key: str) -> bool:
    return len(key) < 50 or len(set(key)) < 5


def _of_hosts(allowed: Sequence[str], site_url: str) -> Iterator[str]:
    site = urlsplit(site_url)
    is_named = bool(allowed) and not any(host.strip(". ") in ("", "*") for host in allowed)
    if not is_named:
        yield "ALLOWED_HOSTS must name the hosts that the site answers to, without '*'"
    if site.scheme != "https" or not site.hostname:
        yield "SITE_URL must be the public https:// address of the site"
    elif is_named and not validate_host(site.hostname, allowed):
        yield "ALLOWED_HOSTS must name the host of SITE_URL"


def _of_services(database_url: str, api_rate: str, media_storage: str) -> Iterator[str]:
    if urlsplit(database_url).scheme not in DATABASES:
        yield "DATABASE_URL must name the database, postgres://… or sqlite:///… (SQLite has to be asked for too)"
    if not _RATE.fullmatch(api_rate):
        yield "API_RATE must be a number and a period, such as 600/min"
    if reason := _no_storage(media_storage):
        yield f"MEDIA_STORAGE must name a storage class that is installed: {reason}"


def _of_mail(sender: str, mailer: Mapping[str, Any]) -> Iterator[str]:
    if "@" not in parseaddr(sender)[1]:
        yield "MAIL_FROM must be the address that mail comes from, such as Portal <desk@example.org>"
    if "smtp" in mailer["BACKEND"] and not mailer["OPTIONS"].get("host"):
        yield 'MAIL_OPTIONS must name the mail server, such as {"host": "smtp.example.org", "use_tls": true}'


def _no_storage(dotted: str) -> str:
    """Why that is no class to store files with; empty if it is one.

    The settings are still being read: a storage may ask for them when it is made, not when imported.
    """
    try:
        found = import_string(dotted)
    except (ImportError, ImproperlyConfigured, TypeError, ValueError) as error:
        return str(error)
    is_storage = isinstance(found, type) and issubclass(found, Storage)
    return "" if is_storage else f"{dotted} is no subclass of django.core.files.storage.Storage"
