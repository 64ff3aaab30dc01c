"""What is refused when a listing is saved, and what it still lacks before it can be published."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs.derive import closing, end_everywhere
from jobs.description import unfilled
from jobs.models import Job, JobContent, JobRevision
from portal.currencies import IN_USE
from portal.publishing.models import Status, content_fields, content_relations
from portal.storable import storable
from portal.taxonomy.models import Place
from portal.work import Workplace

LONGEST_RUN: Final = timedelta(days=180)


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it will be stored, or `ValidationError` that names each field.

    The primary role always counts among the roles; a field that isn't given is empty.
    """
    relations = {name: list(values.get(name, ())) for name in content_relations(_CONTENT)}
    columns = {name: values[name] for name in content_fields(_CONTENT) if name in values}
    draft = JobRevision(**columns)
    _refuse_what_no_database_stores(columns)
    # The fields' own checks and `clean` say all that the constraints say, without a query for each.
    draft.full_clean(exclude=("item", "number", "created_by"), validate_constraints=False)
    _refuse_unknown_currency(draft.currency)
    _refuse_regions(relations["remote_countries"])
    _refuse_the_world(relations["locations"])
    if draft.primary_role not in relations["roles"]:
        relations["roles"].append(draft.primary_role)
    return {name: getattr(draft, name) for name in content_fields(_CONTENT)} | relations


def refuse_unstorable(field: str, text: str) -> None:
    """As `storable`, naming the field."""
    try:
        storable(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def refuse_distant(closes_at: datetime | None, published_at: datetime | None = None) -> None:
    """A listing that nobody looks after leaves the site: it is given half a year at a time, and renewed.

    Counted from now, or from when it goes live if that lies ahead.
    """
    latest = _opens_at(published_at) + LONGEST_RUN
    if closes_at and closes_at > latest:
        raise ValidationError(
            f"A listing closes within {LONGEST_RUN.days} days, here by {latest:%Y-%m-%d %H:%M} UTC. "
            "It can be renewed later.",
            code="distant",
        )


def is_early(closes_at: datetime | None, deadline: date | None) -> bool:
    """Whether a listing is gone before the last day to apply, which it tells its readers, has begun."""
    if closes_at is None or deadline is None:
        return False
    return closes_at <= datetime.combine(deadline, time(), tzinfo=UTC)


def refuse_early(closes_at: datetime | None, deadline: date | None) -> None:
    if is_early(closes_at, deadline):
        raise ValidationError(
            {
                "closes_at": f"The last day to apply is {deadline:%Y-%m-%d}. Choose that day or a later one, "
                "or change the last day to apply first."
            }
        )


def closing_of(job: Job, content: JobContent) -> datetime | None:
    """When a job closes with this content.

    Where a later deadline takes the place of one that readers know, and the day of closing would come too
    early for it, the job stays for the new one, no longer than `LONGEST_RUN`.
    """
    closes_at = closing(content, job.closes_at)
    is_known = job.live_number is not None and job.status != Status.CLOSED and job.deadline
    if is_known and content.deadline and is_early(closes_at, content.deadline):
        return min(end_everywhere(content.deadline), _opens_at(job.published_at) + LONGEST_RUN)
    return closes_at


def lacking(
    job: Job,
    content: JobRevision,
    *,
    at: datetime | None = None,
    says_where: bool | None = None,
) -> list[str]:
    """What keeps a revision from being public from `at`, as sentences; empty when nothing does.

    If not given, `at` is the day ahead that a scheduled listing keeps, or now. Of content that isn't saved
    the caller has to know whether it `says_where` the work is done, or applicants may live.
    """
    closes_at = closing_of(job, content)
    needed = (
        (content.description, "A description."),
        (content.level, "A level."),
        (
            content.pay_min and content.pay_max,
            "Both ends of the pay; for a fixed rate the same twice.",
        ),
        (content.apply_url or content.apply_email, "A page or an e-mail address to apply at."),
        (
            _says_where(content) if says_where is None else says_where,
            _WHERE[content.workplace == Workplace.REMOTE],
        ),
        (closes_at, "The instant at which it closes."),
    )
    wanted = [sentence for given, sentence in needed if not given]
    if begun := unfilled(content.description):
        wanted.append(f"The rest of the description. Fill in or delete: {', '.join(begun)}.")
    kept = job.published_at if job.status == Status.PUBLISHED else None
    if closes_at and closes_at <= (at or _opens_at(kept)):
        wanted.append("A day of closing, and a deadline, after the day on which it goes live.")
    if is_early(closes_at, content.deadline):
        wanted.append(
            f"A day of closing no earlier than the last day to apply, {content.deadline}."
        )
    return wanted


def _opens_at(kept: datetime | None) -> datetime:
    """From when it is live: now, or the day that it keeps if that lies ahead."""
    now = timezone.now()
    return max(now, kept or now)


_CONTENT = JobContent
_WHERE = {
    True: "The countries that remote applicants may live in.",
    False: "At least one location.",
}


def _says_where(content: JobRevision) -> bool:
    where = content.remote_countries if content.workplace == Workplace.REMOTE else content.locations
    return where.exists()


def _refuse_unknown_currency(code: str) -> None:
    if code not in IN_USE:
        raise ValidationError(
            {"currency": f"“{code}” is no currency in use. Give its code in ISO 4217, such as USD."}
        )


def _refuse_regions(countries: Iterable[Place]) -> None:
    if wrong := [place.name for place in countries if place.kind != Place.Kind.COUNTRY]:
        raise ValidationError({"remote_countries": f"Not a country: {', '.join(wrong)}."})


def _refuse_the_world(locations: Iterable[Place]) -> None:
    if any(place.kind == Place.Kind.WORLD for place in locations):
        raise ValidationError({"locations": "Name a place where the work is done."})


def _refuse_what_no_database_stores(columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        if isinstance(value, str):
            refuse_unstorable(name, value)
        if isinstance(value, Decimal) and not value.is_finite():
            raise ValidationError({name: "Enter a number."})
