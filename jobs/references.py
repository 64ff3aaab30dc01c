"""An employer's own number for a listing, which may be given and changed at any time."""

from django.core.exceptions import ValidationError
from django.db import transaction

from jobs.checks import refuse_unstorable
from jobs.models import Job
from portal.freshness import changed

TAKEN = "This company already has a job with this reference."


@transaction.atomic
def set_reference(*, job: Job, external_id: str) -> None:
    """Raises `ValidationError` that names the field; what it already is stays so."""
    if external_id == job.external_id:
        return
    refuse_unstorable("external_id", external_id)
    try:
        Job._meta.get_field("external_id").clean(external_id, job)
    except ValidationError as error:
        raise ValidationError({"external_id": error.messages}) from error
    others = Job.objects.filter(company=job.company_id, external_id=external_id)
    if external_id and others.exclude(pk=job.pk).exists():
        raise ValidationError({"external_id": TAKEN})
    Job.objects.filter(pk=job.pk).update(external_id=external_id)
    job.external_id = external_id
    changed("jobs", f"job:{job.pk}")
