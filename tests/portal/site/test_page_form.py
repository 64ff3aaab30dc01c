"""The desk’s form for a page that readers trust."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from portal.site.actions import problems_of, save_page
from portal.site.demo.loader import load
from portal.site.models import Page
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db

OLD = "## Who we are\n\nPeople."


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(StaffFactory(groups=("editor",)))
    return client


@pytest.fixture
def page() -> Page:
    page = Page(slug="about", title="About", description="Who we are.", body=OLD)
    save_page(page=page)
    return page


def change(desk, page, body):
    data = {"slug": page.slug, "title": "Changed", "description": page.description, "body": body}
    return desk.post(f"/admin/site/page/{page.pk}/change/", data)


def stored(page):
    row: Any = Page.objects.get(pk=page.pk)
    return row.title, row.body, row.history.count()


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ("# Top", ["Line 1: Headings start at “##”: the title of the page is the first level."]),
        (
            "Fine.\n\n## One\n\n#### Two\n\n::: nonsense\n\nx\n\n:::\n",
            [
                "Line 5: A level is skipped: h4 follows h2.",
                "Line 7: “nonsense” is no callout. There are: tip, note, warning.",
            ],
        ),
        (
            "Fine.\n\n{{ open-jobs role=ai-engineer }}",
            ["Line 3: A page of text shows no panels: take “open-jobs” out."],
        ),
        (
            "# Top\n\nSee {{ no-such-panel }} and\n{{ poll }}.",
            [
                "Line 1: Headings start at “##”: the title of the page is the first level.",
                "Line 3: A page of text shows no panels: take “no-such-panel” out.",
                "Line 4: A page of text shows no panels: take “poll” out.",
            ],
        ),
    ],
)
def test_text_with_errors_is_refused_line_by_line(body, errors, desk, page):
    answer = change(desk, page, body)

    assert (answer.status_code, stored(page)) == (200, ("About", OLD, 1))
    assert answer.context["adminform"].form.errors == {"body": errors}
    assert all(error.split(": ", 1)[1] in answer.content.decode() for error in errors)


def test_new_page_with_a_panel_is_not_made(desk):
    data = {"slug": "new", "title": "New", "description": "New.", "body": "{{ open-jobs }}"}

    answer = desk.post("/admin/site/page/add/", data)

    assert answer.context["adminform"].form.errors.keys() == {"body"}
    assert list(Page.objects.filter(slug="new")) == []


def test_sound_text_is_stored_and_shown(desk, page):
    answer = change(desk, page, "## Us\n\nWe *count*. `{{ open-jobs }}` is code.")

    assert (answer.status_code, list(get_messages(answer.wsgi_request))[:-1]) == (302, [])
    assert stored(page) == ("Changed", "## Us\n\nWe *count*. `{{ open-jobs }}` is code.", 2)
    assert "<em>count</em>" in desk.get("/about/").content.decode()


def test_warning_is_shown_and_the_text_is_stored(desk, page):
    answer = change(desk, page, "Braces {{ like these.")

    told = [(each.level_tag, each.message) for each in get_messages(answer.wsgi_request)]
    assert ("warning", "Line 1: “{{” starts no panel here and is shown as it is.") in told
    assert stored(page) == ("Changed", "Braces {{ like these.", 2)


def test_form_says_that_panels_have_no_place_here(desk, page):
    html = desk.get(f"/admin/site/page/{page.pk}/change/").content.decode()

    assert "Panels ({{ … }}) are for guides: a page of text shows none." in html


def test_pages_of_the_demo_have_no_problems():
    load(lambda message: None)

    found = {page.slug: problems_of(page.body) for page in Page.objects.all()}
    assert found == {"about": [], "contact": [], "methodology": [], "privacy": [], "terms": []}
