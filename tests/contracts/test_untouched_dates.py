"""Whoever saves an old page sends back no value that somebody else changed meanwhile and nobody touched there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.contracts.attack import filled_in
from tests.factories.guides import DraftGuideFactory
from tests.portal.two_people import address_of, grace, opened, typed

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def test_day_typed_into_a_form_that_was_refused_still_counts() -> None:
    guide, mine, day = DraftGuideFactory(), grace(), in_days(3)
    day_typed, time_typed = ("publish_at_0", f"{day:%Y-%m-%d}"), ("publish_at_1", f"{day:%H:%M:%S}")
    form = typed(opened(mine, address_of(guide)), day_typed, time_typed, ("_publish", "1"))
    refused = mine.post(address_of(guide), typed(form, ("title", "")))
    again = filled_in(refused.content.decode())

    mine.post(address_of(guide), typed(again, ("title", "Edited"), ("_publish", "1")))

    guide.refresh_from_db()
    assert (guide.title, guide.published_at) == ("Edited", day)
