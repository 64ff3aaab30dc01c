"""The demo fills what is empty and touches nothing that is there."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from guides.models import Author, Guide, Poll, Topic
from guides.search import find as find_guides
from jobs.models import Company, Job
from portal.accounts.models import User
from portal.mail.models import Mail
from portal.panels import fill_all
from portal.search.models import SearchEntry
from portal.site.models import Page
from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import Place, Role, Skill
from salaries.models import Benchmark

pytestmark = pytest.mark.django_db

WORDING: list[tuple[Any, str]] = [
    (Company, "name"),
    (Role, "plural"),
    (Author, "name"),
    (Page, "title"),
    (Place, "name"),
    (Skill, "name"),
    (Topic, "name"),
]


@pytest.fixture(scope="module")
def loaded(module_db: DjangoDbBlocker) -> None:
    with module_db.unblock(), override_settings(DEBUG=True):
        call_command("demo", verbosity=0)


@pytest.fixture
def demo(loaded: None, db: None, settings: Any) -> None:
    settings.DEBUG = True


@pytest.fixture
def founding(demo: None) -> Guide:
    return Guide.objects.public().get(slug="ai-engineer-vs-ml-engineer")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, histories included."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label != "portal.TopicVersion"
    }


@pytest.mark.usefixtures("demo")
def test_second_load_changes_no_row() -> None:
    before = everything()

    call_command("demo", verbosity=0)

    assert everything() == before


@pytest.mark.usefixtures("demo")
def test_people_of_the_demo_are_not_written_to() -> None:
    letters = Mail.objects.filter(matter__startswith="job-")

    assert letters.count() > 5
    assert not Mail.objects.filter(sent_at=None).exists()


@pytest.mark.usefixtures("demo")
def test_what_staff_changed_stays_changed() -> None:
    for model, name in WORDING:
        first = model.objects.earliest("pk")
        model.objects.filter(pk=first.pk).update(**{name: "Ours"})
    User.objects.filter(email="editor@example.org").update(is_staff=False)
    Benchmark.objects.filter(pk=Benchmark.objects.earliest("pk").pk).update(year=2025)
    before = everything()

    call_command("demo", verbosity=0)

    assert everything() == before


@pytest.mark.usefixtures("demo")
def test_guides_of_a_demo_without_words_are_found_after_the_next_load() -> None:
    SearchEntry.objects.filter(kind="guide").delete()
    before = find_guides(("recruit",)).total

    call_command("demo", verbosity=0)

    assert before == 0
    assert find_guides(("recruit",)).total > 1


@pytest.mark.usefixtures("demo")
def test_merged_role_does_not_come_back() -> None:
    keep, gone = (Role.objects.get(slug=slug) for slug in ("ml-engineer", "ai-specialist"))
    Job.objects.filter(primary_role=gone, live_number=None).latest("pk").delete()
    merge_roles(keep=keep, gone=gone, by=None)

    call_command("demo", verbosity=0)

    assert not Role.objects.filter(slug="ai-specialist").exists()
    assert (Job.objects.count(), Benchmark.objects.stated().count()) == (84, 19)


def test_merge_leaves_no_panel_of_the_founding_guide_empty_but_the_poll(founding: Guide) -> None:
    """Between one role and itself there is nothing to sort."""
    before = panels_missing(founding)

    merge_roles(
        keep=Role.objects.get(slug="ml-engineer"),
        gone=Role.objects.get(slug="ai-engineer"),
        by=None,
    )

    assert (before, panels_missing(founding)) == (0, 1)
    assert not Poll.objects.public().exists()


def test_merge_loses_no_figure(founding: Guide) -> None:
    before = set(Benchmark.objects.values_list("pk", flat=True))

    merge_roles(
        keep=Role.objects.get(slug="ml-engineer"),
        gone=Role.objects.get(slug="ai-engineer"),
        by=None,
    )

    assert set(Benchmark.objects.values_list("pk", flat=True)) == before


def panels_missing(guide: Guide) -> int:
    """How many places hold a remark for staff where readers see nothing."""
    shown = fill_all((guide.tldr_html, guide.body_html), notices=True)
    return "".join(shown).count("notice--panel")
