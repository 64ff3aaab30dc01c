"""What a listing says besides its text and its pay, and what was said when it was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.text import capfirst

from jobs.changes import shown
from jobs.models import Job, JobContent, JobEvent
from portal.accounts.models import User

FACTS: Final = (
    *("primary_role", "roles", "skills", "level", "employment_type"),
    *("workplace", "locations", "remote_countries"),
    *("bonus", "commission", "equity", "benefits", "ai_screening", "existing_vacancy"),
    *("deadline", "apply_url", "apply_email"),
)


@dataclass(frozen=True)
class Facts:
    """What is stated, each with its label, and the labels of what isn't."""

    stated: list[tuple[str, str]]
    missing: list[str]


@dataclass
class Said:
    """Since the last approval: `note` is the company's, of the last time that it handed the listing over;
    `reason` is ours, of the last return."""

    by: User | None = None
    note: str = ""
    reason: str = ""
    returned_at: datetime | None = None


def facts_of(content: JobContent) -> Facts:
    """In the order of a listing's form; whatever is shown elsewhere is left out."""
    named = [(_label(name), shown(content, name)) for name in FACTS]
    return Facts(
        [(label, value) for label, value in named if value],
        [label for label, value in named if not value],
    )


def said_of(jobs: Iterable[Job]) -> dict[int, Said]:
    """Of each listing, with one query."""
    found = {job.pk: Said() for job in jobs}
    kinds = (JobEvent.Kind.SUBMITTED, JobEvent.Kind.RETURNED, JobEvent.Kind.PUBLISHED)
    events = JobEvent.objects.filter(item__in=found, kind__in=kinds).select_related("by")
    for event in events.order_by("at", "pk"):
        said = found[event.item_id]
        match event.kind:
            case JobEvent.Kind.SUBMITTED:
                said.by, said.note = event.by, event.note
            case JobEvent.Kind.RETURNED:
                said.reason, said.returned_at = event.note, event.at
            case _:
                found[event.item_id] = Said()
    return found


def _label(name: str) -> str:
    field: Any = JobContent._meta.get_field(name)
    return capfirst(str(field.verbose_name))
