"""Which title stands for which role, and what happens to figures when that changes."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import RoleSynonym
from salaries.models import Benchmark, SurveyTitle
from salaries.survey.actions import choose_role
from salaries.survey.mapping import drop_idle_titles
from tests.factories.survey_imports import applied, survey_of, uploaded
from tests.factories.surveys import line
from tests.factories.taxonomy import RoleFactory, RoleSynonymFactory

# What follows a change is done when its transaction ends.
pytestmark = pytest.mark.django_db(transaction=True)


def reports(title: str, count: int = 10) -> list[str]:
    return [line(job_title=title, salary_in_usd=50_000 + number) for number in range(count)]


def figures() -> set[tuple[str, int]]:
    """Of each role that has figures, how many reports the widest of them rests on."""
    rows = Benchmark.objects.public().filter(level="", workplace="any", place__kind="world")
    return {(row.role.slug, int(row.sample_size or 0)) for row in rows.select_related("role")}


def test_title_is_compared_wholly_and_normalized() -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    RoleSynonymFactory(role=role, title="Machine learning engineer")
    titles = (" ml  ENGINEER", "ML-Engineer", "Machine Learning Engineer", "ML engineers", "ML")

    uploaded(survey_of(*(line(job_title=title) for title in titles)))

    found = {title.title: title.role for title in SurveyTitle.objects.select_related("role")}
    assert found == {
        "ml  ENGINEER": role,
        "Machine Learning Engineer": role,
        "ML engineers": None,
        "ML": None,
    }


def test_name_of_a_role_counts_before_the_synonym_of_another() -> None:
    RoleSynonymFactory(role=RoleFactory(slug="other"), title="ML engineer")
    role = RoleFactory(slug="ml-engineer", name="ML engineer")

    uploaded(survey_of(line()))

    assert SurveyTitle.objects.get().role == role


def test_chosen_role_counts_for_reports_that_are_there_and_for_those_to_come() -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*reports("Wizard")))
    title = SurveyTitle.objects.get()

    choose_role(title=title, chosen=role, is_none=False)

    assert figures() == {("ml-engineer", 10)}
    applied(survey_of(*reports("WIZARD", 25)))
    assert figures() == {("ml-engineer", 25 + 10)}


def test_title_set_aside_counts_for_no_role_whatever_the_words_of_roles() -> None:
    RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*reports("ML engineer")))
    title = SurveyTitle.objects.get()

    choose_role(title=title, chosen=None, is_none=True)

    assert figures() == set()
    assert not SurveyTitle.objects.open().exists()
    choose_role(title=title, chosen=None, is_none=False)
    assert figures() == {("ml-engineer", 10)}


def test_new_synonym_counts_at_once() -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*reports("Wizard")))

    synonym = RoleSynonym.objects.create(role=role, title="Wizard")

    assert figures() == {("ml-engineer", 10)}
    synonym.delete()
    assert figures() == set()


def test_merged_roles_are_counted_together() -> None:
    keep = RoleFactory(slug="ml-engineer", name="ML engineer")
    gone = RoleFactory(slug="ai-engineer", name="AI engineer")
    applied(survey_of(*reports("ML engineer", 20), *reports("AI engineer"), *reports("Wizard")))
    choose_role(title=SurveyTitle.objects.open().get(), chosen=gone, is_none=False)

    merge_roles(keep=keep, gone=gone, by=None)

    assert {title.role_id for title in SurveyTitle.objects.all()} == {keep.pk}
    assert figures() == {("ml-engineer", 40)}


def test_change_of_roles_that_moves_no_title_moves_no_figure(
    django_assert_max_num_queries: Any,
) -> None:
    role = RoleFactory(slug="ml-engineer", name="ML engineer")
    applied(survey_of(*reports("ML engineer")))
    before = list(Benchmark.objects.order_by("pk").values())

    with django_assert_max_num_queries(30):
        role.family = "Elsewhere"
        role.save()

    assert list(Benchmark.objects.order_by("pk").values()) == before


def test_title_has_one_answer() -> None:
    role = RoleFactory()
    title = SurveyTitle(title="x", normalized="x", chosen=role, role=role, is_none=True)

    with pytest.raises(ValidationError):
        title.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        title.save()


def test_titles_nobody_names_are_forgotten_unless_decided() -> None:
    SurveyTitle.objects.create(title="Idle", normalized="idle")
    SurveyTitle.objects.create(title="Aside", normalized="aside", is_none=True)
    uploaded(survey_of(line(job_title="Named")))

    assert drop_idle_titles() == 1

    assert {title.title for title in SurveyTitle.objects.all()} == {"Aside", "Named"}
