"""The admin site: what waits for whom stands on its first page.

Apps register their models with it (`@admin.register(Guide, site=desk)`) and tell it, in their
`admin.py`, which queues of work they have (`desk.queue(…)`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from portal.accounts.forms import DeskSignInForm, answered
from portal.accounts.models import User


@dataclass(frozen=True)
class Queue:
    """Work that waits: `count` is asked when the dashboard is drawn; `url` shows the work itself."""

    title: str
    permission: str
    count: Callable[[], int]
    url: Callable[[], str]
    hint: str


@dataclass(frozen=True)
class Waiting:
    title: str
    hint: str
    url: str
    count: int


class Desk(admin.AdminSite):
    site_header = site_title = f"{settings.SITE_NAME} desk"
    index_title = "What waits for you"
    index_template = "admin/desk.html"
    empty_value_display = "–"
    login_form = DeskSignInForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._queues: list[Queue] = []
        self._pages: list[URLPattern | URLResolver] = []

    def queue(
        self,
        title: str,
        *,
        permission: str,
        count: Callable[[], int],
        url: Callable[[], str],
        hint: str = "",
    ) -> None:
        """Put a queue on the dashboard of everybody who holds the permission ("app.codename")."""
        self._queues.append(Queue(title, permission, count, url, hint))

    def page(self, route: str, view: Callable[..., Any], name: str) -> None:
        """Add a page of staff's own, such as the list of panels; only signed-in staff reach it."""
        self._pages.append(path(route, self.admin_view(view), name=name))

    def waiting_for(self, user: User | AnonymousUser) -> list[Waiting]:
        return [
            Waiting(queue.title, queue.hint, queue.url(), queue.count())
            for queue in self._queues
            if user.has_perm(queue.permission)
        ]

    def get_urls(self) -> list[Any]:
        return [*self._pages, *super().get_urls()]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().login(request, extra_context)
        shown = response.context_data if isinstance(response, TemplateResponse) else None
        return answered(response, shown["form"]) if shown else response

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        waiting = self.waiting_for(request.user)
        return super().index(request, {**(extra_context or {}), "waiting": waiting})


def person(request: HttpRequest) -> User | None:
    """Who is at the desk, to be named in what they do."""
    return request.user if isinstance(request.user, User) else None


desk = Desk()
