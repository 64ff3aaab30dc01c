"""What else moves the lists of jobs: an employer's name, and the names of places on their cards."""

from typing import Any, Final

from django.db.models.signals import post_save, pre_save

from jobs.models import Company, Job
from jobs.places import rename
from portal.freshness import schedule, watch
from portal.taxonomy.models import Place

# What the jobs under a place say of it, and what decides under which places they are found.
SAID: Final = ("name", "kind", "country", "region_code", "parent_id")


def watch_jobs() -> None:
    watch(Company, lambda company: ("jobs", f"company:{company.pk}"))
    schedule("jobs", Job.objects.next_change)
    pre_save.connect(_place_changes, sender=Place, dispatch_uid="jobs.places.before")
    post_save.connect(_place_saved, sender=Place, dispatch_uid="jobs.places")


def _place_changes(instance: Any, **kwargs: Any) -> None:
    """Note whether the save that follows changes anything that jobs say; a new place has none."""
    stored = Place.objects.filter(pk=instance.pk).values_list(*SAID).first()
    instance.is_renamed = stored not in (None, tuple(getattr(instance, name) for name in SAID))


def _place_saved(instance: Any, **kwargs: Any) -> None:
    if instance.is_renamed:
        rename(instance)
