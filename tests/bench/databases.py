"""One database for each size, and the environment in which our site runs on it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SIZES: Final = {"10k": 10_000, "100k": 100_000}
GUIDES: Final = 1_000
HOST: Final = "bench.example"
# Or a folder: BENCH_DATABASES=sqlite:////tmp/bench
SERVER: Final = os.environ.get("BENCH_DATABASES", "postgres://postgres@127.0.0.1:5432")
FOLDER: Final = Path(SERVER.removeprefix("sqlite:///")) if SERVER.startswith("sqlite") else None


def environment(size: str, **more: str) -> dict[str, str]:
    """As in production, behind a proxy that speaks TLS."""
    return {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": "only for benchmarks on this machine, never for a site",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "BEHIND_PROXY": "1",
        "DATABASE_URL": f"{SERVER}/bench_{size}",
        "API_RATE": "100000000/min",
        "MAIL_FROM": f"bench@{HOST}",
        "MAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        **more,
    }


def manage(size: str, *words: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    subprocess.run(command, env=environment(size), cwd=ROOT, check=True)


def make(size: str) -> None:
    """A new database with tables, roles, figures, companies and the jobs of the demo."""
    if FOLDER:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob(f"bench_{size}*"):
            old.unlink()
    for sql in (
        ()
        if FOLDER
        else (f'drop database if exists "bench_{size}"', f'create database "bench_{size}"')
    ):
        subprocess.run(["psql", "-q", f"{SERVER}/postgres", "-c", sql], check=True)
    manage(size, "migrate", "-v0")
    manage(size, "demo")
