"""Sets what portal/settings.py reads, before pytest-django loads it.

Named as a plugin in pyproject.toml. A developer's `.env` changes nothing here; of the outside
only `DATABASE_URL` (which database) and `DATABASE_POOL` are let in.
"""

import gc
import os

import pytest

# Garbage is looked for seldom: else a sixth of the time goes to walking through Django's own objects.
gc.disable()

IN_MEMORY = "sqlite://:memory:"

VARIABLES = {
    "DEBUG": "1",
    "SECRET_KEY": "only-for-tests",
    "SECRET_KEY_FALLBACKS": "",
    "SITE_NAME": "Rolebook",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "CACHE_URL": "locmemcache://tests",
    "PAGE_CACHE_BYTES": "0",
    "API_RATE": "600/min",
    "NUM_PROXIES": "0",
    "BEHIND_PROXY": "0",
    "MAIL_FROM": "Rolebook <desk@example.org>",
    "TASKS": "immediate",
    "MEDIA_STORAGE": "django.core.files.storage.InMemoryStorage",
    "MEDIA_STORAGE_OPTIONS": "{}",
}

os.environ.update(VARIABLES)
os.environ.setdefault("DATABASE_URL", IN_MEMORY)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: it is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    gc.enable()
