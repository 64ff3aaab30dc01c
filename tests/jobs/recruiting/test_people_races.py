"""A company keeps an owner, and an invitation lets one in, whatever many do at once."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from jobs.models import Invitation, Membership
from jobs.recruiting import people
from portal.publishing.errors import WrongState
from tests.factories.accounts import UserFactory
from tests.factories.jobs import CompanyFactory, MembershipFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races are proved where writers run side by side"
    ),
]

ROUNDS = int(os.environ.get("RACES", "2"))
AT_ONCE = 4


def at_once(steps: list[Callable[[], object]]) -> Counter[str]:
    barrier = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            step()
        except (WrongState, people.LastOwner) as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return Counter(pool.map(take, steps))


STEPS: dict[str, Callable[[Membership, Membership], object]] = {
    "leave": lambda own, _: people.remove(membership=own, by=own.user),
    "step down": lambda own, _: people.change_role(membership=own, by=own.user, role="recruiter"),
    "remove the next": lambda own, other: people.remove(membership=other, by=own.user),
}


@pytest.mark.parametrize("how", STEPS)
def test_company_keeps_an_owner(how):
    for _ in range(ROUNDS):
        company = CompanyFactory()
        owners = [MembershipFactory(company=company, role="owner") for _ in range(AT_ONCE)]
        after = [*owners[1:], owners[0]]

        found = at_once([partial(STEPS[how], *pair) for pair in zip(owners, after, strict=True)])

        assert found == {"done": AT_ONCE - 1, "LastOwner": 1}
        assert company.memberships.filter(role="owner").count() == 1


def test_invitation_lets_one_in():
    for _ in range(ROUNDS):
        owner = MembershipFactory(role="owner")
        guest = UserFactory()
        people.invite(company=owner.company, by=owner.user, email=guest.email)
        invitation = Invitation.objects.get(company=owner.company)
        accept = partial(people.accept_invitation, invitation=invitation, by=guest)

        found = at_once([accept] * AT_ONCE)

        assert found == {"done": 1, "WrongState": AT_ONCE - 1}
        assert owner.company.memberships.count() == 2
        assert owner.company.events.filter(kind="joined").count() == 1
