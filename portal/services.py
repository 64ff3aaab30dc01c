"""Services behind the portal, as the environment names them; for portal/settings.py alone."""

from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from environ import Env

# Within the request, or by `manage.py db_worker`.
TASK_BACKENDS: Final = {
    "immediate": "django.tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}


def database(env: Env, *, usual: str) -> dict[str, Any]:
    """`DATABASE_URL`, with what each engine needs to be quick and safe."""
    found: dict[str, Any] = env.db("DATABASE_URL", default=usual)
    options = found.setdefault("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        )
        found["CONN_MAX_AGE"] = None
    else:
        pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10}
        options.setdefault("pool", pool)
        # Planning takes the database longer than answering by an index: a query that comes again is prepared.
        options.update(server_side_binding=True, prepare_threshold=3)
    return found


def tasks(env: Env) -> dict[str, Any]:
    """Who does tasks: `TASKS`, by default the request that asks for them."""
    name = env("TASKS", default="immediate")
    if name not in TASK_BACKENDS:
        raise ImproperlyConfigured(f"TASKS must be one of {', '.join(TASK_BACKENDS)}.")
    return {"default": {"BACKEND": TASK_BACKENDS[name]}}


def mailers(env: Env, *, debug: bool) -> dict[str, Any]:
    """Who carries mail: `MAIL_BACKEND` with `MAIL_OPTIONS`; with DEBUG the console shows it."""
    usual = f"django.core.mail.backends.{'console' if debug else 'smtp'}.EmailBackend"
    backend = env("MAIL_BACKEND", default=usual)
    return {"default": {"BACKEND": backend, "OPTIONS": env.json("MAIL_OPTIONS", default={})}}


def api_description(site: str) -> dict[str, Any]:
    """What drf-spectacular says of the API as a whole."""
    return {
        "TITLE": f"{site} API",
        "DESCRIPTION": "Roles, guides, salary benchmarks and open jobs, as the site shows them.",
        "VERSION": "1",
        "SERVE_INCLUDE_SCHEMA": False,
        "SCHEMA_PATH_PREFIX": "/api/v1/",
        "ENUM_NAME_OVERRIDES": {"ListingStatusEnum": "jobs.querysets.Stage"},
    }
