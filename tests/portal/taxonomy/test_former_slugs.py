"""Roles keep answering to the slugs they had before."""

import pytest

from portal.taxonomy.models import FormerRoleSlug, Role
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


def test_roles_are_found_by_todays_and_former_slugs(django_assert_num_queries) -> None:
    kept, other = RoleFactory(slug="ml-engineer"), RoleFactory(slug="data-engineer")
    RoleFactory(slug="not-asked-for")
    for slug in ("mle", "machine-learner", "never-asked-for"):
        FormerRoleSlug.objects.create(slug=slug, role=kept)
    asked = ["mle", "machine-learner", "ml-engineer", "data-engineer", "no-such-role"]

    with django_assert_num_queries(1):
        found = Role.objects.public().named(asked)

    assert found == {
        "mle": kept,
        "machine-learner": kept,
        "ml-engineer": kept,
        "data-engineer": other,
    }


def test_slug_that_was_given_away_again_names_its_new_role() -> None:
    FormerRoleSlug.objects.create(slug="mle", role=RoleFactory(slug="ml-engineer"))
    new = RoleFactory(slug="mle")

    found = Role.objects.named(["mle"])

    assert found == {"mle": new}
