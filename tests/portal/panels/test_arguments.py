from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from portal.panels.arguments import declared, read
from tests.portal.panels.made_up import MenuArguments, NoArguments, Size


def test_every_type_is_read():
    reading = read(
        MenuArguments,
        {
            "roles": "cook, baker",
            "size": "large",
            "form": "table",
            "limit": "10",
            "price": "9.50",
            "hot": "no",
            "note": "No nuts",
        },
    )

    assert reading.problems == ()
    assert reading.arguments == MenuArguments(
        roles=("cook", "baker"),
        size=Size.LARGE,
        form="table",
        limit=10,
        price=Decimal("9.50"),
        hot=False,
        note="No nuts",
    )


def test_optional_argument_given_empty_takes_its_default():
    reading = read(MenuArguments, {"roles": "cook,baker", "size": "", "price": "", "note": " "})

    assert reading.arguments == MenuArguments(roles=("cook", "baker"))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({}, "The argument “roles” is missing (list of role)."),
        (
            {"roles": ""},
            "The argument “roles” takes 2 to 3 values, separated by commas; here are 0.",
        ),
        (
            {"roles": "a"},
            "The argument “roles” takes 2 to 3 values, separated by commas; here are 1.",
        ),
        (
            {"roles": "a,b,c,d"},
            "The argument “roles” takes 2 to 3 values, separated by commas; here are 4.",
        ),
        ({"roles": "a,a"}, "The argument “roles” names a value twice."),
        (
            {"roles": "a,B c"},
            "The argument “roles” takes lower-case letters, digits and hyphens, not “B c”.",
        ),
        ({"size": "huge"}, "The argument “size” takes one of small, large; not “huge”."),
        ({"form": "cube"}, "The argument “form” takes one of list, table; not “cube”."),
        ({"hot": "maybe"}, "The argument “hot” takes one of yes, no; not “maybe”."),
        ({"limit": "ten"}, "The argument “limit” takes a whole number, not “ten”."),
        ({"limit": "1.5"}, "The argument “limit” takes a whole number, not “1.5”."),
        ({"limit": "11"}, "The argument “limit” takes a number from 1 to 10, not 11."),
        ({"limit": "99999999999999999999"}, None),
        ({"limit": "٣"}, "The argument “limit” takes a whole number, not “٣”."),
        ({"price": "NaN"}, "The argument “price” takes a number, not “NaN”."),
        ({"price": "1e9"}, "The argument “price” takes a number, not “1e9”."),
        ({"price": "-1"}, "The argument “price” takes a number from 0 to 100, not -1."),
        ({"note": "x" * 201}, "The argument “note” takes at most 200 plain characters."),
        ({"note": "a\x00b"}, "The argument “note” takes at most 200 plain characters."),
        ({"note": "a\nb"}, "The argument “note” takes at most 200 plain characters."),
        (
            {"cook": "a"},
            "The argument “cook” is unknown. There are: roles, size, form, limit, price, hot, note.",
        ),
        ({"hot": "yes", "size": "large"}, "A large menu can’t be hot."),
    ],
)
def test_value_that_does_not_fit_is_explained(raw, problem):
    complete = raw if not raw or "roles" in raw else {"roles": "a,b", **raw}

    reading = read(MenuArguments, complete)

    assert reading.arguments is None
    assert len(reading.problems) == 1
    assert problem is None or reading.problems == (problem,)


def test_all_problems_are_told_at_once():
    reading = read(MenuArguments, {"size": "huge", "limit": "0", "x": "1"})

    assert [problem.split("”")[0] for problem in reading.problems] == [
        "The argument “x",
        "The argument “roles",
        "The argument “size",
        "The argument “limit",
    ]


def test_panel_without_arguments_takes_none():
    assert read(NoArguments, {}).arguments == NoArguments()
    assert read(NoArguments, {"x": "1"}).problems == (
        "The argument “x” is unknown. It takes none.",
    )


def test_arguments_are_described_to_authors():
    described = [
        (argument.name, argument.type_label, argument.is_required, argument.default_label)
        for argument in declared(MenuArguments)
    ]

    assert described == [
        ("roles", "list of role", True, ""),
        ("size", "one of: small, large", False, "small"),
        ("form", "one of: list, table", False, "list"),
        ("limit", "number from 1 to 10", False, "5"),
        ("price", "number from 0 to 100", False, ""),
        ("hot", "one of: yes, no", False, "no"),
        ("note", "text", False, ""),
    ]
    assert declared(MenuArguments)[0].help == "Who cooks."


def test_unknown_type_is_refused_when_the_panel_is_written():
    @dataclass(frozen=True)
    class Dated:
        day: date

    with pytest.raises(TypeError, match="day"):
        declared(Dated)
