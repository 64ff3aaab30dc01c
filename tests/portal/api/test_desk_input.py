"""What Django's admin would hand to the database unseen is refused or missing, never a 500."""

from typing import Any

import pytest

from portal.taxonomy.models import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.taxonomy import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(SuperuserFactory())
    return client


def problem(response):
    text = response.text.partition('<p class="standfirst">')[2].partition("</p>")[0]
    return response.status_code, text


@pytest.mark.parametrize("key", ["abc", "_00", "%25", "9" * 19, "9" * 400, "-1", "٣"])
def test_history_of_no_key_is_missing(desk, key):
    role: Any = RoleFactory()

    assert desk.get(f"/admin/taxonomy/role/{role.pk}/history/").status_code == 200
    assert desk.get(f"/admin/taxonomy/role/{key}/history/").status_code == 404


@pytest.mark.parametrize("year", ["99999", "0", "", "abc", "-1"])
def test_year_that_no_calendar_has_is_refused(desk, year):
    assert problem(desk.get(f"/admin/jobs/job/?published_at__year={year}")) == (
        400,
        "published_at__year: Enter a year.",
    )


def test_year_of_the_calendar_is_taken(desk):
    assert desk.get("/admin/jobs/job/?published_at__year=2026").status_code == 200


def test_search_for_more_words_than_a_database_plans_for_is_refused(desk):
    few, many = "+".join(["ml"] * 16), "+".join(["ml"] * 17)

    assert desk.get(f"/admin/jobs/job/?q={few}").status_code == 200
    assert problem(desk.get(f"/admin/jobs/job/?q={many}")) == (
        400,
        "q: Search for 16 words at most.",
    )


@pytest.mark.parametrize("key", ["abc", "9" * 40, "-1", "1,2"])
def test_selection_of_no_row_is_refused(desk, key):
    role: Any = RoleFactory()

    response = desk.post(
        "/admin/taxonomy/role/",
        {"action": "delete_selected", "_selected_action": [str(role.pk), key], "index": "0"},
    )

    assert problem(response) == (400, "_selected_action: Choose from the list.")
    assert Role.objects.filter(pk=role.pk).exists()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/admin/guides/guide/add/", "roles"),
        ("/admin/jobs/job/add/", "skills"),
        ("/admin/taxonomy/role/add/", "neighbor_links-0-neighbor"),
    ],
)
def test_choice_of_no_row_is_refused(desk, address, field):
    assert problem(desk.post(address, {field: "abc"})) == (400, f"{field}: Choose from the list.")


def test_key_beyond_all_keys_chooses_nothing(desk):
    user: Any = UserFactory(name="Ada")

    response = desk.post(
        f"/admin/accounts/user/{user.pk}/change/",
        {"email": user.email, "name": "Grace", "groups": "9" * 40},
    )

    user.refresh_from_db()
    # SQLite cannot be asked for such a number; PostgreSQL can, and the form says that it is no choice.
    assert response.status_code in (200, 400)
    assert (user.name, list(user.groups.all())) == ("Ada", [])
