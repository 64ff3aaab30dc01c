"""Rights that two people give at the same time: nobody takes back unseen what the other one gave."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group

from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.portal.two_people import ada, address_of, grace, opened, problems, typed

pytestmark = pytest.mark.django_db


def test_groups_that_somebody_gave_meanwhile_are_told() -> None:
    person, mine, theirs = StaffFactory(), grace(), ada()
    authors, editors = (Group.objects.get(name=name) for name in ("author", "editor"))
    form = opened(mine, address_of(person))
    theirs.post(
        address_of(person), typed(opened(theirs, address_of(person)), ("groups", str(authors.pk)))
    )

    answer = mine.post(address_of(person), typed(form, ("groups", str(editors.pk))))

    assert "Ada saved it last" in problems(answer)[0]
    assert list(person.groups.all()) == [authors]


def test_person_who_signs_in_meanwhile_is_no_reason_to_refuse_the_form() -> None:
    person, mine, now = StaffFactory(), grace(), datetime(2026, 3, 4, tzinfo=UTC)
    form = opened(mine, address_of(person))
    User.objects.filter(pk=person.pk).update(last_login=now)

    answer = mine.post(address_of(person), typed(form, ("name", "Hedy")))

    person.refresh_from_db()
    assert (answer.status_code, person.name, person.last_login) == (302, "Hedy", now)


def test_rights_that_somebody_gave_a_group_meanwhile_are_told() -> None:
    group, mine, theirs = Group.objects.get(name="author"), grace(), ada()
    rights = sorted(map(str, group.permissions.values_list("pk", flat=True)))
    form = opened(mine, address_of(group))
    fewer = opened(theirs, address_of(group)) | {"permissions": rights[1:]}
    theirs.post(address_of(group), fewer)

    answer = mine.post(address_of(group), form)

    assert "Ada saved it last" in problems(answer)[0]
    assert sorted(map(str, group.permissions.values_list("pk", flat=True))) == rights[1:]
