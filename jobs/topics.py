"""What else moves the lists of jobs: names of employers, roles, skills and places, which jobs are found by."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import Q

from jobs.models import Company, Job
from jobs.places import rename
from jobs.words import KIND, WRITTEN_ANEW
from portal.accounts.models import User
from portal.freshness import changed, schedule, watch
from portal.search.indexing import index
from portal.search.renaming import when_renamed
from portal.taxonomy.merging import around_merges
from portal.taxonomy.models import Place, Role, Skill

# What the jobs under a place say of it, and what decides under which places they are found.
SAID: Final = ("name", "kind", "country", "region_code", "parent_id")


def watch_jobs() -> None:
    watch(Company, lambda company: ("jobs", f"company:{company.pk}"))
    schedule("jobs", Job.objects.next_change)
    around_merges(_found_by_the_kept_name)
    when_renamed(Place, SAID, rename)
    when_renamed(Company, ("name",), lambda company: _write_anew(Q(company=company)))
    when_renamed(Role, ("name",), lambda role: _write_anew(Q(roles=role)))
    when_renamed(Skill, ("name",), lambda skill: _write_anew(Q(skills=skill)))


def _write_anew(found: Q) -> None:
    """Let published jobs be found by what they say now."""
    index(KIND, list(Job.objects.accepted().filter(found).values_list("pk", flat=True)))
    changed("jobs", WRITTEN_ANEW)


@contextmanager
def _found_by_the_kept_name(keep: Role, gone: Role, by: User | None) -> Iterator[None]:
    moved = list(Job.objects.accepted().filter(roles=gone).values_list("pk", flat=True))
    yield
    index(KIND, moved)
