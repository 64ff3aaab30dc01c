from decimal import Decimal

import pytest

from portal.freshness import collect
from portal.markdown import PanelCall, render
from portal.panels import blocks, calls_in, data_of, names_in, place
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


def test_body_as_blocks_keeps_sentences_whole():
    RoleFactory(slug="cook", name="Cook")
    html = render(
        "One {{ title-count role=cook }}.\n\n{{ menu roles=cook,baker price=9.50 }}\n\n"
        "{{ no-such }}\n\n::: tip In short\n{{ title-count role=cook }}\n:::\n"
    ).html

    assert blocks(html) == [
        {"type": "html", "html": "<p>One <b>Cook: 0</b>.</p>"},
        {"type": "panel", **MENU},
        {
            "type": "html",
            "html": (
                '<aside class="callout callout--tip" role="note" aria-labelledby="c-1">\n'
                '<p class="callout__title" id="c-1">In short</p>\n<p><b>Cook: 0</b></p>\n</aside>'
            ),
        },
    ]


def test_body_without_panels_is_one_block():
    assert blocks("<p>a</p>\n") == [{"type": "html", "html": "<p>a</p>"}]
    assert blocks("") == []


def test_what_a_body_asks_for_is_told():
    html = render('{{ menu roles=a,b note="x--y" }}\n\nOne {{ title-count role=a }}\n').html

    assert calls_in(html) == [
        PanelCall("menu", {"roles": "a,b", "note": "x--y"}),
        PanelCall("title-count", {"role": "a"}, inline=True),
    ]
    assert names_in(html) == {"menu", "title-count"}
