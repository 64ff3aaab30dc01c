"""Whatever staff can change on the desk, every worker hears of, under a topic that public pages declare."""

from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import ProtectedError

from guides.models import Guide
from jobs.models import Job
from portal.desk import desk
from portal.freshness.topics import worker
from portal.pictures.panels import LibraryPicture, PictureArguments
from salaries.models import FigureChange, Snapshot
from tests.contracts.routes import public_routes
from tests.contracts.world import World

pytestmark = pytest.mark.django_db

# What readers never see.
UNSEEN = {
    "jobs.alert",
    "jobs.report",
    "jobs.returnreason",
    "jobs.told",
    "accounts.user",
    "accounts.apitoken",
    "auth.group",
    "panels.panelfault",
    "mail.mail",
    "guides.guidelink",
    "salaries.surveyimport",
    "salaries.surveytitle",
}
# Their saves are drafts, or refused; what becomes public goes through actions, whose tests look at the topics.
THROUGH_ACTIONS = {Guide, Job, FigureChange, Snapshot}
MODELS = [
    model
    for model in desk._registry
    if model._meta.label_lower not in UNSEEN and model not in THROUGH_ACTIONS
]


def declared_topics() -> set[str]:
    """Those of pages, and those of the panels that stand on them."""
    of_pages = {topic for route in public_routes() for topic in route.view.public_page.topics}
    return of_pages | set(LibraryPicture().topics(PictureArguments(name="any")))


def moved_since(count: int) -> set[str]:
    return {topic for topic, at in worker.moved.items() if at > count}


def some(model: type[models.Model]) -> Any:
    found = model._default_manager.order_by("pk").first()
    assert found is not None, f"Say in make_world() how a {model._meta.label} comes about."
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_saved_row_moves_a_topic_of_public_pages(model: type[models.Model], world: World) -> None:
    row, before = some(model), worker.count

    row.save()

    assert moved_since(before) & declared_topics()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_deleted_row_moves_a_topic_of_public_pages(model: type[models.Model], world: World) -> None:
    row, before = some(model), worker.count

    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        assert type(row)._default_manager.filter(pk=row.pk).exists()
    else:
        assert moved_since(before) & declared_topics()
