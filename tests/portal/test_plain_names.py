"""A page of the desk leads nowhere where the viewer may not go."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guides.models import FormerGuideSlug
from portal.accounts.models import User
from salaries.models import SurveyImport
from salaries.snapshots import take_snapshot
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.guides import AuthorFactory, LiveGuideFactory
from tests.factories.salaries import FigureChangeFactory
from tests.factories.survey_imports import survey_of, uploaded
from tests.factories.surveys import line

pytestmark = pytest.mark.django_db


def survey(by: User) -> Any:
    made = uploaded(survey_of(line()))
    SurveyImport.objects.update(by=by, decided_by=by)
    return made


def former_slug(by: User) -> Any:
    return FormerGuideSlug.objects.create(slug="former", guide=LiveGuideFactory(), by=by)


# Who looks, at what.
CASES: dict[str, tuple[str, Callable[[User], Any]]] = {
    "survey import": ("analyst", survey),
    "figure change": ("analyst", lambda by: FigureChangeFactory(by=by)),
    "snapshot": ("analyst", lambda by: take_snapshot(by=by)),
    "author": ("author", lambda by: AuthorFactory(user=by)),
    "redirect": ("editor", former_slug),
}


@pytest.mark.parametrize(("group", "make"), CASES.values(), ids=list(CASES))
def test_person_is_named_without_a_link_to_an_account_that_is_closed(
    group: str, make: Callable[[User], Any], client: Client
) -> None:
    person = UserFactory(name="Ada Analyst")
    row = make(person)
    client.force_login(StaffFactory(groups=(group,)))

    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    html = client.get(page).content.decode()

    account = reverse("admin:accounts_user_change", args=[person.pk])
    assert ('<div class="readonly">Ada Analyst</div>' in html, account in html) == (True, False)
    assert client.get(account).status_code == 403


def test_person_is_linked_for_those_who_may_open_the_account(client: Client) -> None:
    person = UserFactory(name="Ada Analyst")
    row = survey(person)
    client.force_login(SuperuserFactory())

    html = client.get(reverse("admin:salaries_surveyimport_change", args=[row.pk])).content.decode()

    account = reverse("admin:accounts_user_change", args=[person.pk])
    assert html.count(f'<a href="{account}">Ada Analyst</a>') == 2


def test_nobody_is_named_where_nobody_has_decided(client: Client) -> None:
    row = uploaded(survey_of(line()))
    client.force_login(StaffFactory(groups=("analyst",)))

    html = client.get(reverse("admin:salaries_surveyimport_change", args=[row.pk])).content.decode()

    assert '<div class="readonly">–</div>' in html.split("field-decided_by")[1].split("field-")[0]
