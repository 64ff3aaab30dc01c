"""Every template of the public pages is read whole, also the parts that no test draws."""

from collections.abc import Iterator

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.urls import NoReverseMatch, reverse
from jinja2 import Environment, TemplateNotFound, meta, nodes

from portal.accounts.models import User
from portal.panels.panel import find

METHODS = ("all", "items", "values", "non_field_errors", "hidden_fields", "visible_fields")


def environment() -> Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined]  # Django's engine has it


def source_of(name: str) -> str:
    env = environment()
    assert env.loader
    return env.loader.get_source(env, name)[0]


TEMPLATES = environment().list_templates()


def faults(source: str) -> list[str]:
    """What a template names that isn't there, or doesn't call although it can only be called."""
    env = environment()
    env.compile(source)
    return sorted({*_names(env, source), *_calls(env, source)})


def _names(env: Environment, source: str) -> Iterator[str]:
    tree = env.parse(source)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    yield from (f"|{of.name}" for of in tree.find_all(nodes.Filter) if of.name not in env.filters)
    yield from (f"is {of.name}" for of in tree.find_all(nodes.Test) if of.name not in env.tests)
    for name in tree.find_all(nodes.Name):
        if name.name not in own | {"super"} and (name.name in env.globals) != (id(name) in called):
            yield name.name
    for got in tree.find_all(nodes.Getattr):
        if (got.attr.startswith("get_") or got.attr in METHODS) and id(got) not in called:
            yield f".{got.attr}"
    yield from (
        str(name)
        for name in meta.find_referenced_templates(tree)
        if name is None or not _is_there(env, name)
    )


def _calls(env: Environment, source: str) -> Iterator[str]:
    """Components, routes and panels that are named in quotes, as a whole."""
    for call in env.parse(source).find_all(nodes.Call):
        function = call.node.name if isinstance(call.node, nodes.Name) else ""
        if function not in {"component", "link", "url", "panel"}:
            continue
        first, *more = call.args
        if not isinstance(first, nodes.Const):
            continue
        name = first.value
        if function == "component":
            found = _is_there(env, name)
        elif function == "panel":
            found = find(name) is not None
        else:
            found = _is_route(name, len(more))
        if not found:
            yield f"{function} {name}"


def _is_there(env: Environment, name: str) -> bool:
    try:
        env.get_template(name)
    except TemplateNotFound:
        return False
    return True


def _is_route(name: str, arguments: int) -> bool:
    try:
        reverse(name, args=["1"] * arguments)
    except NoReverseMatch:
        return False
    return True


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_names_only_what_is_there(name):
    assert faults(source_of(name)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% extends "base.html" %}{% block content %}{{ super() }}{% endblock %}', []),
        ('{% for url in urls %}{{ url }}{{ link("site:role", slug) }}{% endfor %}', []),
        ("{% if nobody_sees_it %}{{ it|dya }}{% endif %}", ["|dya"]),
        ("{% if it is evven %}{% endif %}", ["is evven"]),
        ('{% extends "bsae.html" %}', ["bsae.html"]),
        ('{% include "admin/desk.html" %}', ["admin/desk.html"]),
        ('{{ component("components/baddge.html") }}', ["component components/baddge.html"]),
        ('{{ link("site:role") }}', ["link site:role"]),
        ('{{ url("site:rolle", slug) }}', ["url site:rolle"]),
        ('{{ panel("salary-snapshto") }}', ["panel salary-snapshto"]),
        ("{{ lnik(route) }}", ["lnik"]),
        ("{% if url %}{% endif %}", ["url"]),
        ("{{ job.get_level_display }}", [".get_level_display"]),
        ("{% if role.synonyms.all %}{% endif %}", [".all"]),
    ],
)
def test_slip_in_a_template_is_found(source, found):
    assert faults(source) == found


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("404.html", "jinja2"),
        ("components/badge.html", "jinja2"),
        ("admin/desk.html", "django"),
        ("admin/change_form.html", "django"),
        ("django/forms/widgets/text.html", "django"),
    ],
)
def test_desk_and_form_fields_are_left_to_django(name, engine):
    assert get_template(name).backend.name == engine  # type: ignore[attr-defined]


def drawn(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


def test_component_has_its_arguments_and_nothing_else():
    html = drawn('{{ component("components/badge.html", text=words) }}', words="<b>", kind="accent")

    assert html == '<span class="badge">&lt;b&gt;</span>'


def test_missing_value_is_empty_and_false_whatever_is_asked_of_it():
    source = "[{{ job.place.get_label().short }}]{% if job.place.is_near() %}near{% endif %}"

    assert drawn(source, job=None) == "[]"


def test_account_page_says_who_is_signed_in_and_what_happened(rf):
    request = rf.get("/account/")
    request.user = User(email="rex@example.org")
    request._messages = CookieStorage(request)
    messages.success(request, "Saved <b>")

    html = " ".join(render_to_string("account/base.html", request=request).split())

    assert "Signed in as <strong>rex@example.org</strong>" in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert (
        '<div class="notice notice--success" role="status"> <p>Saved &lt;b&gt;</p> </div>' in html
    )


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_last_resort_needs_nothing_of_the_page_and_no_other_template(name):
    tree = environment().parse(source_of(name))

    assert list(meta.find_referenced_templates(tree)) == []
    assert {name.name for name in tree.find_all(nodes.Name)} == {"static"}
    assert get_template(name).render().startswith("<!doctype html>")
