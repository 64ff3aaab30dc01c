"""The test database for a browser: loaded once, put back for every test."""

import shutil
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings

from portal.demo import loaders
from portal.freshness import forget_everything
from portal.freshness.wsgi import PublicPages

PATIENCE: Final = 300  # seconds
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class OneAtATime(StaticFilesHandler):
    """A database in memory has one connection, and threads would mix their transactions on it.

    What is due is done ahead of each request, as on a server; no page is kept.
    """

    turn = threading.Lock()

    def __init__(self, application: Any) -> None:
        super().__init__(PublicPages(application, limit=0))  # type: ignore[arg-type]  # any WSGI application

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.turn:
            return super().__call__(environ, start_response)


class Snapshots:
    """The database before and after the demo content; changing from one to the other takes no time.

    A flush after each test would take the groups along that migrations made, and loading the demo
    again costs seconds. In `shared` the first of the workers that run side by side leaves it for the others.
    """

    def __init__(self, connection: Any, shared: Path) -> None:
        connection.ensure_connection()
        self.connection = connection
        self.shared = shared
        self._empty = self._copy()
        self._demo: sqlite3.Connection | None = None

    def show_demo(self) -> None:
        if self._demo is None:
            self._demo = self._load() if self._is_first() else self._take()
        self._show(self._demo)

    def show_empty(self) -> None:
        self._show(self._empty)

    def close(self) -> None:
        for copy in (self._empty, self._demo):
            if copy is not None:
                copy.close()

    def _is_first(self) -> bool:
        try:
            (self.shared / "begun").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _load(self) -> sqlite3.Connection:
        with override_settings(DEBUG=True, PASSWORD_HASHERS=QUICK):
            for loader in loaders():
                loader.load(lambda text: None)
        copy = self._copy()
        with sqlite3.connect(self.shared / "demo.sqlite3") as file:
            copy.backup(file)
        file.close()
        shutil.copytree(settings.MEDIA_ROOT, self.shared / "media")
        (self.shared / "done").touch()
        return copy

    def _take(self) -> sqlite3.Connection:
        until = time.monotonic() + PATIENCE
        while not (self.shared / "done").exists():
            assert time.monotonic() < until, (
                "The worker that loads the demo has not come to an end."
            )
            time.sleep(0.2)
        shutil.copytree(self.shared / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(self.shared / "demo.sqlite3") as file:
            file.backup(copy)
        file.close()
        return copy

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self.connection.connection.backup(copy)
        return copy

    def _show(self, snapshot: sqlite3.Connection) -> None:
        with OneAtATime.turn:
            snapshot.backup(self.connection.connection)
        forget_everything()
