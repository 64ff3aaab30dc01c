"""The list of titles opened by two people: rows that nobody touched are not sent back as they were."""

import pytest
from django.urls import reverse

from salaries.survey.models import SurveyTitle
from tests.factories.taxonomy import RoleFactory
from tests.portal.two_people import ada, grace, opened, typed

pytestmark = pytest.mark.django_db


def test_titles_of_surveys_that_nobody_touched_stay_as_they_are() -> None:
    role, mine, theirs = RoleFactory(), grace(), ada()
    wizard, clerk = (
        SurveyTitle.objects.create(title=name, normalized=name.lower())
        for name in ("Wizard", "Clerk")
    )
    address = reverse("admin:salaries_surveytitle_changelist")
    form = opened(mine, address)
    places = {form[f"form-{number}-id"][0]: number for number in (0, 1)}
    first, second = places[str(wizard.pk)], places[str(clerk.pk)]
    theirs.post(address, typed(form, (f"form-{first}-chosen", str(role.pk)), ("_save", "Save")))

    mine.post(address, typed(form, (f"form-{second}-is_none", "on"), ("_save", "Save")))

    found = SurveyTitle.objects.values_list("title", "chosen", "is_none")
    assert set(found) == {("Wizard", role.pk, False), ("Clerk", None, True)}
