from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from portal.instants import near, past

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def said(validator: Any, moment: date) -> str:
    try:
        validator(moment)
    except ValidationError as refused:
        return str(refused.message)
    return ""


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        (date(1990, 1, 1), ""),
        (date(2031, 5, 3), ""),
        (datetime(2031, 5, 3, tzinfo=UTC), ""),
        (date(1, 1, 1), "Choose a day within the next five years."),
        (date(9999, 12, 31), "Choose a day within the next five years."),
        (datetime(1, 1, 1, tzinfo=UTC), "Choose an instant within the next five years."),
        (datetime(9999, 12, 31, tzinfo=UTC), "Choose an instant within the next five years."),
    ],
)
def test_only_moments_that_can_be_meant_are_near(
    moment: date, message: str, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)

    assert said(near, moment) == message


def test_what_was_done_lies_in_the_past(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)

    found = [said(past, date(*day)) for day in ((2026, 5, 4), (2026, 5, 5), (1, 1, 1))]

    refused = "Choose today or a day before, from 1990 on."
    assert found == ["", refused, refused]
