"""Roles in the search of the site."""

import pytest

from portal.taxonomy.search import find
from tests.factories.taxonomy import (
    ResponsibilityFactory,
    RoleFactory,
    RoleResponsibilityFactory,
    RoleSkillFactory,
    RoleSynonymFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db


def names(*words: str) -> list[str]:
    return [result.title for result in find(words).results(0, 20)]


def test_role_is_found_by_all_that_describes_it():
    role = RoleFactory(
        slug="keeper",
        name="Zoo keeper",
        family="Animals",
        definition="Feeds the beasts.",
        focus="care",
        deliverables="clean cages",
    )
    RoleSynonymFactory(role=role, title="Warden")
    RoleSkillFactory(role=role, skill=SkillFactory(name="Patience"))
    task = ResponsibilityFactory(name="mucking out")
    RoleResponsibilityFactory(role=role, responsibility=task)
    RoleFactory(slug="other", name="Other")

    for word in (
        "zoo",
        "keepers",
        "animals",
        "beast",
        "care",
        "cages",
        "warden",
        "patience",
        "mucking",
    ):
        assert names(word) == ["Zoo keeper"], word
    assert names("warden", "zebra") == []
    assert set(names()) == {"Zoo keeper", "Other"}


def test_role_called_so_comes_before_one_that_mentions_it():
    RoleFactory(slug="first", name="First", order=1, definition="Works with a warden.")
    RoleSynonymFactory(role=RoleFactory(slug="second", name="Second", order=2), title="Warden")

    assert names("warden") == ["Second", "First"]


def test_renamed_role_is_found_by_its_new_name_only():
    role = RoleFactory(slug="keeper", name="Keeper", plural="Keepers")
    before = names("keeper")
    role.name, role.plural = "Warden", "Wardens"
    role.save()

    assert before == ["Keeper"]
    assert (names("keeper"), names("warden")) == ([], ["Warden"])


def test_result_says_what_else_the_role_is_called():
    role = RoleFactory(slug="keeper", name="Keeper", family="Animals", definition="Feeds.")
    for title in ("Attendant", "Carer", "Minder", "Warden"):
        RoleSynonymFactory(role=role, title=title)

    [result] = find(("keeper",)).results(0, 1)

    assert (result.url, result.facts) == (
        "/roles/keeper/",
        ("Animals", "Also Attendant, Carer, Minder"),
    )
    assert result.text.startswith("Feeds.")
