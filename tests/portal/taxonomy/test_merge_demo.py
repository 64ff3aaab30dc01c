"""A merge on the demo, which has what a site has."""

import pytest
from django.test import override_settings

from guides.models import Guide
from portal.demo import loaders
from portal.panels import fill_all
from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import Role
from salaries.models import Benchmark

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(module_db) -> None:
    with module_db.unblock(), override_settings(DEBUG=True):
        for loader in loaders():
            loader.load(lambda text: None)


@pytest.fixture
def founding(loaded: None, db: None) -> Guide:
    return Guide.objects.public().get(slug="ai-engineer-vs-ml-engineer")


def test_merge_leaves_no_panel_of_the_founding_guide_empty(founding: Guide) -> None:
    before = panels_missing(founding)

    merge_roles(
        keep=Role.objects.get(slug="ml-engineer"),
        gone=Role.objects.get(slug="ai-engineer"),
        by=None,
    )

    assert (before, panels_missing(founding)) == (0, 0)


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
