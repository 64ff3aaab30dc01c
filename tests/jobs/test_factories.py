"""The factories of listings leave what the actions leave, in every table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from jobs import actions
from jobs.models import Job
from portal.publishing.models import Status
from tests.factories.accounts import UserFactory
from tests.factories.jobs import (
    CompanyFactory,
    DraftJobFactory,
    InReviewJobFactory,
    OpenJobFactory,
    content,
)
from tests.factories.taxonomy import RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db

NOW: Final = timezone.now()
IN_A_MONTH: Final = NOW + timedelta(days=30)
CONTENTS: Final[dict[str, dict[str, Any]]] = {
    "as it comes": {},
    "remote, with a deadline": {"workplace": "remote", "deadline": NOW.date() + timedelta(days=5)},
    "by the hour": {"pay_min": "55.50", "pay_max": "70", "period": "hour", "currency": "CAD"},
    "another's": {"external_id": "A-1", "key": "a-1", "title": "Data Scientist ﷺ"},
}
# When it goes live, if it does.
FACTORIES: Final = {
    "draft": (DraftJobFactory, None),
    "in review": (InReviewJobFactory, None),
    "open": (OpenJobFactory, NOW - timedelta(hours=1)),
    "scheduled": (OpenJobFactory, NOW + timedelta(days=2)),
    "for ten days": (OpenJobFactory, NOW - timedelta(days=10)),
}


def by_actions(stands: Status, at: datetime | None, values: dict[str, Any], **own: Any) -> Job:
    job = actions.create_job(values=content(**values), **own)
    if stands != Status.DRAFT:
        actions.submit_job(job=job, by=None, at=at)
    if stands == Status.PUBLISHED:
        actions.approve_job(job=job, by=None, at=at)
    return job


def is_recent(value: Any) -> bool:
    return isinstance(value, datetime) and abs(timezone.now() - value) < timedelta(minutes=5)


def rows(job: Job) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, with words for what differs from one listing to the next."""
    own = {"slug": job.slug, "jobrevision_id": job.revisions.get().pk}
    own |= dict.fromkeys(("job_id", "item_id", "key"), job.pk)

    def said(name: str, value: Any) -> Any:
        if is_recent(value):
            return "now"
        return "its own" if own.get(name) == value else value

    for model in apps.get_models(include_auto_created=True):
        fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        for row in model._default_manager.values(*fields):
            yield model._meta.label, {name: said(name, value) for name, value in row.items()}


@pytest.mark.parametrize("values", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize(("factory", "at"), FACTORIES.values(), ids=FACTORIES)
def test_listing_is_the_one_that_the_actions_make(
    factory: type[DraftJobFactory], at: datetime | None, values: dict[str, Any]
) -> None:
    given = values | {"roles": [RoleFactory()], "skills": [SkillFactory(), SkillFactory()]}
    own: dict[str, Any] = {
        name: given.pop(name) for name in ("external_id", "key") if name in given
    }
    own |= {"company": CompanyFactory(), "by": UserFactory(), "closes_at": IN_A_MONTH}
    content()  # its places and its role are there

    made = []
    for make in (
        lambda: factory(**own, **given, **({"at": at} if at else {})),
        lambda: by_actions(factory.stands(), at, given, **own),
    ):
        point = transaction.savepoint_create()
        made.append(sorted(rows(make()), key=repr))
        transaction.savepoint_rollback(point)

    assert made[0] == made[1]
