"""The admin site: what waits for whom stands on its first page.

Apps register their models with it (`@admin.register(Guide, site=desk)`) and tell it, in their
`admin.py`, which queues of work they have (`desk.queue(…)`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode

from portal.accounts.entering import has_second_factor, may_work_at_desk
from portal.accounts.forms import DeskSignInForm
from portal.accounts.models import User
from portal.accounts.views import SignIn


@dataclass(frozen=True)
class Queue:
    """Work that waits: `count` is asked when the dashboard is drawn; `url` shows the work itself."""

    title: str
    permission: str
    count: Callable[[User | AnonymousUser], int]
    url: Callable[[], str]
    hint: str


@dataclass(frozen=True)
class Waiting:
    title: str
    hint: str
    url: str
    count: int


class DeskSignIn(SignIn):
    authentication_form = DeskSignInForm
    template_name = "admin/login.html"
    redirect_authenticated_user = False

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goal = self.get_redirect_url() or self.get_default_redirect_url()
        return {**super().get_context_data(**kwargs), REDIRECT_FIELD_NAME: goal}


class Desk(admin.AdminSite):
    site_header = site_title = f"{settings.SITE_NAME} desk"
    index_title = "What waits for you"
    index_template = "admin/desk.html"
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._queues: list[Queue] = []
        self._pages: list[URLPattern | URLResolver] = []

    def queue(
        self,
        title: str,
        *,
        permission: str,
        count: Callable[[], int] | None = None,
        count_for: Callable[[User | AnonymousUser], int] | None = None,
        url: Callable[[], str],
        hint: str = "",
    ) -> None:
        """Put a queue on the dashboard of everybody who holds the permission ("app.codename").

        One of `count` and `count_for` says how much waits: the same for all, or for one person.
        """
        if (count is None) == (count_for is None):
            raise ImproperlyConfigured(f"Say for “{title}” how much waits, in one way.")
        counted = count_for or (lambda _: count() if count else 0)
        self._queues.append(Queue(title, permission, counted, url, hint))

    def page(self, route: str, view: Callable[..., Any], name: str) -> None:
        """Add a page of staff's own, such as the list of panels; only signed-in staff reach it."""
        self._pages.append(path(route, self.admin_view(view), name=name))

    def waiting_for(self, user: User | AnonymousUser) -> list[Waiting]:
        """The queues that concern a person: those that hold work first, otherwise in their own order."""
        queues = [
            Waiting(queue.title, queue.hint, queue.url(), queue.count(user))
            for queue in self._queues
            if user.has_perm(queue.permission)
        ]
        return sorted(queues, key=lambda queue: queue.count == 0)

    def get_urls(self) -> list[Any]:
        return [*self._pages, *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and may_work_at_desk(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if super().has_permission(request) and not may_work_at_desk(request):
            return _to_second_factor(request)
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = {
            **self.each_context(request),
            "title": "Sign in",
            "app_path": request.get_full_path(),
        }
        view = DeskSignIn.as_view(extra_context={**context, **(extra_context or {})})
        return cast("HttpResponse", view(request))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        waiting = self.waiting_for(request.user)
        return super().index(request, {**(extra_context or {}), "waiting": waiting})


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    """Where staff show a second factor, or choose one that they haven’t yet."""
    if has_second_factor(request):
        goal = urlencode({REDIRECT_FIELD_NAME: reverse("admin:index")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{goal}")
    words = "Work at the desk needs a second factor. Add an app or a passkey, then open the desk."
    messages.warning(request, words)
    return redirect("mfa_index")


def person(request: HttpRequest) -> User | None:
    """Who is at the desk, to be named in what they do."""
    return request.user if isinstance(request.user, User) else None


desk = Desk()
