from decimal import Decimal

import pytest

from portal.freshness import collect
from portal.markdown import PanelCall, render
from portal.panels import blocks, calls_in, data_of, names_in, place, points
from tests.factories.taxonomy import RoleFactory
from tests.portal.panels.made_up import Size, TitleCount

pytestmark = pytest.mark.django_db

MENU = {
    "panel": "menu",
    "arguments": {
        "roles": ("cook", "baker"),
        "size": Size.SMALL,
        "form": "list",
        "limit": 5,
        "price": Decimal("9.50"),
        "hot": False,
        "note": "",
    },
    "data": {"cooks": ("cook", "baker"), "price": Decimal("9.50")},
}


def count(role, titles):
    data = None if titles is None else {"role": role.capitalize(), "count": titles}
    return {"panel": "title-count", "arguments": {"role": role}, "data": data}


def test_panels_of_a_body_are_data():
    RoleFactory(slug="cook", name="Cook")
    html = render(
        "One {{ title-count role=cook }} {{ no-such }} {{ title-count }}.\n\n"
        "{{ menu roles=cook,baker price=9.50 }}\n\n{{ title-count role=nobody }}\n"
    ).html

    assert data_of(html) == [count("cook", 0), MENU, count("nobody", None)]


def test_panels_of_a_page_are_data(django_assert_num_queries):
    RoleFactory(slug="cook", name="Cook")
    RoleFactory(slug="baker", name="Baker")
    calls = [
        place("title-count", role="cook"),
        place("menu", roles=["cook", "baker"], price=Decimal("9.50"), hot=False, note=None),
        place("title-count", role="baker"),
    ]

    with collect() as dependencies, django_assert_num_queries(1):
        data = data_of(calls)

    assert data == [count("cook", 0), MENU, count("baker", 0)]
    assert dependencies.topics == {"kitchen", "menus", "taxonomy"}
    assert len(TitleCount.asked) == 1


def test_panels_in_sentences_are_drawn_and_those_between_blocks_are_data():
    RoleFactory(slug="cook", name="Cook")
    html = render(
        "One {{ title-count role=cook }}.\n\n{{ menu roles=cook,baker price=9.50 }}\n\n"
        "{{ no-such }}\n\n::: tip In {{ title-count role=cook }}\n{{ title-count role=cook }}\n:::\n"
    ).html

    assert blocks(html) == [
        {"type": "paragraph", "html": "<p>One <b>Cook: 0</b>.</p>"},
        {"type": "panel", **MENU},
        {
            "type": "callout",
            "kind": "tip",
            "title": {"text": "In Cook: 0", "html": "In <b>Cook: 0</b>"},
            "blocks": [{"type": "panel", **count("cook", 0)}],
        },
    ]


def test_panel_in_a_cell_or_an_item_is_drawn():
    RoleFactory(slug="cook", name="Cook")
    html = render(
        "| Role | Titles |\n|---|---|\n| Cook | {{ title-count role=cook }} |\n\n"
        "- {{ title-count role=cook }}\n"
    ).html

    table, items = blocks(html)

    assert table["rows"] == [
        {
            "header": {"text": "Cook", "html": "Cook"},
            "cells": [{"text": "Cook: 0", "html": "<b>Cook: 0</b>"}],
        }
    ]
    assert items["items"] == [{"html": "<p><b>Cook: 0</b></p>"}]


def test_points_are_text_and_html():
    RoleFactory(slug="cook", name="Cook")
    html = render("- It *pays*.\n- One {{ title-count role=cook }}.\n").html

    assert points(html) == [
        {"text": "It pays.", "html": "It <em>pays</em>."},
        {"text": "One Cook: 0.", "html": "One <b>Cook: 0</b>."},
    ]
    assert points("") == []


def test_what_a_body_asks_for_is_told():
    html = render('{{ menu roles=a,b note="x--y" }}\n\nOne {{ title-count role=a }}\n').html

    assert calls_in(html) == [
        PanelCall("menu", {"roles": "a,b", "note": "x--y"}),
        PanelCall("title-count", {"role": "a"}, inline=True),
    ]
    assert names_in(html) == {"menu", "title-count"}
