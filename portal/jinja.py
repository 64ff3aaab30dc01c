"""The public pages are drawn by Jinja2, the desk by Django's own engine (docs/decisions/0004).

What templates may call and filter by stands here; an app adds its own in its `jinja.py`.
"""

from collections.abc import Callable, MutableMapping
from datetime import date
from functools import cache
from typing import Any, Final, Self

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, QueryDict
from django.template import Context as DjangoContext
from django.template import defaultfilters, defaulttags
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import ResolverMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    TemplateNotFound,
    pass_context,
    pass_environment,
)
from jinja2.runtime import Context

from portal.links import link

DESK: Final = "admin/"
# Taken from Django; the other filters are those of Jinja2.
FILTERS: Final = (
    "capfirst",
    "cut",
    "json_script",
    "linebreaks",
    "linebreaksbr",
    "pluralize",
    "truncatechars",
    "urlencode",
)

# Parts of the site's header, by the names of its own pages.
OF_SITE: Final = {"role": "roles", "roles": "roles", "search": "search"}

_functions: dict[str, Callable[..., Any]] = {}


def function[F: Callable[..., Any]](draw: F) -> F:
    """Lets templates call it by its name. For modules named `jinja`, which are found in every app."""
    _functions[draw.__name__] = draw
    return draw


def environment(*, loader: FileSystemLoader, **options: Any) -> Environment:
    """Named in the settings, with what Django's engine passes on."""
    made = PageEnvironment(
        **{
            **options,
            "loader": PageLoader(loader.searchpath),
            "undefined": Missing,
            "autoescape": _is_markup,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.globals.update(_functions, link=link, static=_static, messages=get_messages)
    django_filters = {name: defaultfilters.register.filters[name] for name in FILTERS}
    made.filters.update(django_filters, day=day)
    return made


def _is_markup(name: str | None) -> bool:
    """Letters (`emails/*.txt`) are plain text; everything else is escaped."""
    return not (name or "").endswith(".txt")


class Missing(ChainableUndefined):
    """A name or a value that isn't there: empty, whatever is asked of it, as in Django's templates."""

    def __call__(self, *args: Any, **kwargs: Any) -> Self:  # type: ignore[override]  # there it raises
        return self


class PageLoader(FileSystemLoader):
    """Finds no template of the desk: those are left to Django's engine."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith(DESK):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        return [name for name in super().list_templates() if not name.startswith(DESK)]


class PageEnvironment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Each page and component copies these: a dict is copied far faster than a chain of two."""
        return self.globals if d is None else super().make_globals(d)


@function
@pass_environment
def component(environment: Environment, name: str, /, **arguments: Any) -> SafeString:
    """A template drawn with these arguments and nothing else of the page."""
    return mark_safe(environment.get_template(name).render(arguments))


@function
def url(route: str, *args: Any, **kwargs: Any) -> str:
    """For any route; `link` is faster for those with one argument or none."""
    return reverse(route, args=args, kwargs=kwargs)


@function
def querystring(parameters: QueryDict, **changed: Any) -> str:
    """`{{ querystring(request.GET, page=2) }}`: the parameters of an address, some of them changed."""
    return str(defaulttags.querystring(DjangoContext(), parameters, **changed))


@function
@pass_context
def site_frame(context: Context, part: str) -> SafeString:
    """The header, the footer or the asset links: the same for every reader, so drawn once a process."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request and part == "header" else None
    return _frame(part, _section(match))


def _section(match: ResolverMatch | None) -> str:
    if match is None:
        return ""
    return OF_SITE.get(match.url_name or "", "") if match.namespace == "site" else match.namespace


def _draw_frame(part: str, section: str) -> SafeString:
    words = {"section": section, "SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    return mark_safe(render_to_string(f"components/site_{part}.html", words))


# In DEBUG an edited template or file shows at once.
_frame = _draw_frame if settings.DEBUG else cache(_draw_frame)
_static = static if settings.DEBUG else cache(static)


def day(value: date | None) -> SafeString:
    """A date or an instant in words inside <time>; an empty value gives nothing."""
    if not value:
        return SafeString("")
    words = f"{value:%B} {value.day}, {value.year}"
    return mark_safe(f'<time datetime="{value.isoformat()}">{words}</time>')
