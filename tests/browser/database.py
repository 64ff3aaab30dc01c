"""The test database for a browser: loaded once, put back for every test."""

import sqlite3
import threading
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings

from portal.demo import loaders
from portal.freshness import forget_everything

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class OneAtATime(StaticFilesHandler):
    """A database in memory has one connection, and threads would mix their transactions on it."""

    turn = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.turn:
            return super().__call__(environ, start_response)


class Snapshots:
    """The database before and after the demo content; changing from one to the other takes no time.

    A flush after each test would take the groups along that migrations made, and loading the demo
    again costs seconds.
    """

    def __init__(self, connection: Any) -> None:
        connection.ensure_connection()
        self.connection = connection
        self._empty = self._copy()
        self._demo: sqlite3.Connection | None = None

    def show_demo(self) -> None:
        if self._demo is None:
            with override_settings(DEBUG=True, PASSWORD_HASHERS=QUICK):
                for loader in loaders():
                    loader.load(lambda text: None)
            self._demo = self._copy()
        self._show(self._demo)

    def show_empty(self) -> None:
        self._show(self._empty)

    def close(self) -> None:
        for copy in (self._empty, self._demo):
            if copy is not None:
                copy.close()

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self.connection.connection.backup(copy)
        return copy

    def _show(self, snapshot: sqlite3.Connection) -> None:
        with OneAtATime.turn:
            snapshot.backup(self.connection.connection)
        forget_everything()
