"""A listing made or edited from what was sent, by a request or by a file."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework.exceptions import PermissionDenied

from jobs import actions
from jobs.api.hire.content import complete, differs, written
from jobs.checks import cleaned
from jobs.models import Company, Job, JobContent
from jobs.references import set_reference
from portal.accounts.models import User
from portal.publishing.diff import values_of

UNCONFIRMED: Final = "Whoever made this token has to confirm their e-mail address first."


def start(*, company: Company, by: User | None, sent: Mapping[str, Any]) -> Job:
    """A draft; raises `ValidationError` by our names, or by theirs, of Django or of REST framework."""
    return actions.create_job(
        company=company,
        by=by,
        values=written(sent, whole=True),
        external_id=sent.get("external_id", ""),
        closes_at=sent.get("closes_at"),
    )


@transaction.atomic
def edit(
    *, job: Job, by: User | None, values: Mapping[str, Any], sent: Mapping[str, Any], whole: bool
) -> bool:
    """Save what differs; whether anything does. Call while the listing is locked.

    `values` are those `written`; what was left out is empty in a `whole` one, and else as last saved.
    """
    base = job.latest_number
    before = values_of(job.revisions.get(number=base), JobContent)
    after = cleaned(values if whole else {**before, **values})
    is_other = differs(before, after)
    if is_other:
        actions.save_job(job=job, by=by, values=after, base=base)
    if "external_id" in sent and sent["external_id"] != job.external_id:
        set_reference(job=job, external_id=sent["external_id"])
        is_other = True
    if "closes_at" in sent and sent["closes_at"] != job.closes_at:
        if sent["closes_at"] is None and job.live_number is not None:
            raise ValidationError(
                {"closes_at": "A listing that was live has an instant of closing."}
            )
        actions.renew_job(job=job, by=by, closes_at=sent["closes_at"])
        is_other = True
    return is_other


def submit(*, job: Job, by: User | None, **given: Any) -> None:
    """As `jobs.actions.submit_job`; `PermissionDenied` for somebody whom no letter has reached yet."""
    if by is not None and not by.has_verified_address:
        raise PermissionDenied(UNCONFIRMED)
    with complete():
        actions.submit_job(job=job, by=by, **given)
