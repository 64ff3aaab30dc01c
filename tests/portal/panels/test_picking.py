import re

import pytest
from django.urls import reverse

from portal.markdown.directives import directive, written_in
from portal.panels.arguments import declared
from portal.panels.models import PanelFault
from portal.panels.panel import all_panels
from portal.panels.picking import MOST_SHOWN, box_for
from portal.taxonomy.panels import ComparisonArguments
from tests.factories.accounts import SuperuserFactory
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory
from tests.portal.panels.made_up import MenuArguments

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(SuperuserFactory())
    return client


def tried(client, name, **given):
    return client.get(reverse("admin:panel-trial", args=[name]), given).json()


def test_dialog_offers_every_panel_with_a_form(staff):
    html = staff.get(reverse("admin:panel-picker")).content.decode()

    names = [panel.name for panel in all_panels()]
    assert re.findall(r'data-pick-panel="([^"]+)"', html) == names
    assert re.findall(r'data-pick-form="([^"]+)"', html) == names


def test_each_argument_is_asked_for_in_its_own_way():
    RoleFactory(slug="cook", name="Cook")

    boxes = [box_for(one) for one in declared(MenuArguments)]
    roles = box_for(declared(ComparisonArguments)[0])

    assert [(box.argument.name, box.kind, len(box.numbers)) for box in boxes] == [
        ("roles", "ordered", 3),
        ("size", "select", 1),
        ("form", "select", 1),
        ("limit", "number", 1),
        ("price", "number", 1),
        ("hot", "check", 1),
        ("note", "text", 1),
    ]
    assert boxes[1].choices == (("small", "Small"), ("large", "Large"))
    assert boxes[1].default == "Small"
    assert (boxes[3].low, boxes[3].high) == (1, 10)
    assert (roles.choices, roles.is_suggested) == ((("cook", "Cook"),), False)


def test_many_choices_are_suggested():
    for number in range(MOST_SHOWN + 1):
        RoleFactory(slug=f"role-{number}")

    assert box_for(declared(ComparisonArguments)[0]).is_suggested


def test_trial_gives_the_directive_and_draws_it(staff):
    RoleSynonymFactory(role=RoleFactory(slug="cook", name="Cook"))

    found = tried(staff, "title-count", role="cook")

    page = found.pop("page")
    assert found == {"directive": "{{ title-count role=cook }}", "problems": [], "block": False}
    assert "<b>Cook: 1</b>" in page
    assert "title-count role=cook" not in page


def test_trial_leaves_out_what_says_nothing_and_joins_lists(staff):
    RoleFactory(slug="cook"), RoleFactory(slug="baker")
    given = {
        "roles": ["cook", "", "baker"],
        "size": "small",
        "limit": " 3 ",
        "note": "a b",
        "x": "1",
    }

    found = tried(staff, "menu", **given)

    assert found["directive"] == '{{ menu roles=cook,baker limit=3 note="a b" }}'
    assert (found["problems"], found["block"]) == ([], True)


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("title-count", {}, "The argument “role” is missing (role)."),
        ("title-count", {"role": "nobody"}, "The argument “role”: there is no role “nobody”."),
        (
            "menu",
            {"roles": ["cook", "baker"], "limit": "99"},
            "The argument “limit” takes a number from 1 to 10, not 99.",
        ),
        (
            "menu",
            {"note": "}} {{ burnt"},
            "“}} {{ burnt” can’t be written: leave out quotes, braces and line breaks.",
        ),
    ],
)
def test_trial_says_what_is_wrong_and_draws_nothing(staff, name, given, problem):
    RoleFactory(slug="cook"), RoleFactory(slug="baker")

    found = tried(staff, name, **given)

    assert (found["problems"], found["page"]) == ([problem], "")
    assert PanelFault.objects.count() == 0


def test_trial_of_a_panel_that_is_not_there_is_not_found(staff):
    assert staff.get(reverse("admin:panel-trial", args=["no-such"])).status_code == 404


@pytest.mark.parametrize("value", ["plain", "two words", 'it "is"', "a=b", "c,d", "it’s"])
def test_directive_is_read_as_it_was_meant(value):
    text = directive("menu", {"note": value})

    assert written_in(text) == [("menu", (("note", value),))]


@pytest.mark.parametrize("value", ["a\nb", "}}", "{{", 'a” "b', "x" * 301 + " y"])
def test_value_that_cannot_be_written_is_refused(value):
    with pytest.raises(ValueError, match="can’t be written"):
        directive("menu", {"note": value})
