"""What else moves the lists of jobs: names of employers, roles, skills and places, which jobs are found by."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.models import Model, Q
from django.db.models.signals import post_save, pre_save

from jobs.models import Company, Job
from jobs.places import rename
from jobs.search import KIND, WRITTEN_ANEW
from portal.accounts.models import User
from portal.freshness import changed, schedule, watch
from portal.search.indexing import index
from portal.taxonomy.merging import around_merges
from portal.taxonomy.models import Place, Role, Skill

# What the jobs under a place say of it, and what decides under which places they are found.
SAID: Final = ("name", "kind", "country", "region_code", "parent_id")


def watch_jobs() -> None:
    watch(Company, lambda company: ("jobs", f"company:{company.pk}"))
    schedule("jobs", Job.objects.next_change)
    around_merges(_found_by_the_kept_name)
    _when_renamed(Place, SAID, rename)
    _when_renamed(Company, ("name",), lambda company: _write_anew(Q(company=company)))
    _when_renamed(Role, ("name",), lambda role: _write_anew(Q(roles=role)))
    _when_renamed(Skill, ("name",), lambda skill: _write_anew(Q(skills=skill)))


def _when_renamed[Named: Model](
    model: type[Named], names: tuple[str, ...], act: Callable[[Named], object]
) -> None:
    """Act after each save that changes one of the columns; a new row has nothing yet that names it."""

    def before(instance: Any, **kwargs: Any) -> None:
        rows = model._default_manager.filter(pk=instance.pk).values_list(*names)
        stored = None if instance.pk is None else rows.first()
        instance.is_renamed = stored not in (None, tuple(getattr(instance, name) for name in names))

    def after(instance: Any, **kwargs: Any) -> None:
        if instance.is_renamed:
            act(instance)

    key = f"jobs.names.{model._meta.label_lower}"
    pre_save.connect(before, sender=model, weak=False, dispatch_uid=f"{key}.before")
    post_save.connect(after, sender=model, weak=False, dispatch_uid=key)


def _write_anew(found: Q) -> None:
    """Let published jobs be found by what they say now."""
    index(KIND, list(Job.objects.accepted().filter(found).values_list("pk", flat=True)))
    changed("jobs", WRITTEN_ANEW)


@contextmanager
def _found_by_the_kept_name(keep: Role, gone: Role, by: User | None) -> Iterator[None]:
    moved = list(Job.objects.accepted().filter(roles=gone).values_list("pk", flat=True))
    yield
    index(KIND, moved)
