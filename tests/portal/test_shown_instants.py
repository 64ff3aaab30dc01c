"""An instant on a form: only what somebody changed on theirs counts, however often it comes back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms

from portal.shown_instants import ShownInstantField
from tests.contracts.attack import filled_in

OLD, NEW = ("2026-03-04", "08:00:00"), ("2026-05-06", "09:30:00")


class Form(forms.Form):
    at = ShownInstantField(required=False)


def sent(typed: tuple[str, str], shown: tuple[str, str]) -> dict[str, str]:
    names = ("at_0", "at_1", "initial-at_0", "initial-at_1")
    return dict(zip(names, (*typed, *shown), strict=True))


def drawn(form: Form) -> dict[str, Any]:
    return {name: value for name, [value] in filled_in(str(form["at"])).items()}


def test_instant_goes_along_as_it_is_shown() -> None:
    form = Form(initial={"at": datetime(2026, 3, 4, 8, tzinfo=UTC)})

    assert drawn(form) == sent(OLD, OLD)


@pytest.mark.parametrize("shown", [OLD, ("", "")])
def test_instant_that_was_shown_first_goes_along_again(shown: tuple[str, str]) -> None:
    form = Form(sent(NEW, shown), initial={"at": datetime(2026, 7, 8, tzinfo=UTC)})

    assert (drawn(form), form.changed_data) == (sent(NEW, shown), ["at"])


def test_instant_of_today_goes_along_where_none_was_shown() -> None:
    form = Form(
        {"at_0": NEW[0], "at_1": NEW[1]}, initial={"at": datetime(2026, 3, 4, 8, tzinfo=UTC)}
    )

    assert (drawn(form), form.changed_data) == (sent(NEW, OLD), ["at"])


def test_instant_that_nobody_touched_has_not_changed() -> None:
    form = Form(sent(OLD, OLD), initial={"at": datetime(2026, 7, 8, tzinfo=UTC)})

    assert form.changed_data == []
