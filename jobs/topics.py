"""What else moves the lists of jobs: an employer's name, and the names of places on their cards."""

from typing import Any

from django.db.models.signals import post_save

from jobs.models import Company, Job
from jobs.places import rename
from portal.freshness import schedule, watch
from portal.taxonomy.models import Place


def watch_jobs() -> None:
    watch(Company, lambda company: ("jobs", f"company:{company.pk}"))
    schedule("jobs", Job.objects.next_change)
    post_save.connect(_place_saved, sender=Place, dispatch_uid="jobs.places")


def _place_saved(instance: Place, created: bool, **kwargs: Any) -> None:
    if not created:
        rename(instance)
