"""A file of listings, by the employer's own numbers: new ones are made, known ones are written anew.

The same file twice changes nothing. All of it or nothing is done, unless a part is asked for; a trial
does everything and undoes it, so that its report is what would happen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError as Refused
from django.db import transaction
from rest_framework.exceptions import APIException, ValidationError

from jobs.api.hire.content import in_their_terms, written
from jobs.api.hire.serializers import EntrySerializer
from jobs.api.hire.writing import edit, start, submit
from jobs.models import Company, Job
from portal.accounts.models import User
from portal.api import strict_json
from portal.api.bodies import OBJECT, read_members
from portal.api.problems import FieldProblem, detail_of
from portal.publishing.errors import WrongState
from portal.publishing.models import Status

MOST: Final = 500  # listings of a file
LARGEST: Final = 2 * 1024 * 1024  # bytes
NOT_LISTS: Final = "Send a list of listings, or an object with such a list as `jobs`."
NOT_UTF_8: Final = "The file is not valid UTF-8."
TWICE: Final = "This file has the number twice."
NEEDED: Final = "Each listing of a file needs your own number for it."


class Did(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """What became of a listing of the file, counted from 1."""

    number: int
    external_id: str
    did: Did
    is_submitted: bool = False
    job: int | None = None
    errors: Sequence[FieldProblem] = ()


@dataclass
class Report:
    """`is_stored` says whether anything of it holds."""

    entries: list[Entry] = field(default_factory=list)
    is_stored: bool = False

    def count(self, did: str) -> int:
        """How many came out so; one of `Did`."""
        return sum(entry.did == did for entry in self.entries)

    @property
    def refused(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.did is Did.REFUSED]


def entries_of(file: bytes) -> list[Any]:
    """The listings of a file; raises `ValidationError` with the path to whatever is no JSON of ours."""
    if len(file) > LARGEST:
        raise ValidationError({"file": f"The file is larger than {LARGEST // 1024:,} KB."})
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError({"file": NOT_UTF_8}) from error
    return listed(strict_json.read(text))


def listed(data: Any) -> list[Any]:
    """The listings among what was sent; raises `ValidationError`."""
    if isinstance(data, Mapping):
        if other := sorted(set(data) - {"jobs"}):
            raise ValidationError(dict.fromkeys(other, "There is no such field. Known here: jobs."))
        data = data.get("jobs")
    if not isinstance(data, list):
        raise ValidationError({"jobs": NOT_LISTS})
    if len(data) > MOST:
        raise ValidationError({"jobs": f"A file holds {MOST} listings at most."})
    return data


class _Undo(Exception):
    """Nothing of it is to hold."""


def import_listings(
    *,
    company: Company,
    by: User | None,
    entries: Sequence[Any],
    is_trial: bool = False,
    is_partial: bool = False,
) -> Report:
    """Make and write all entries; with one refused nothing holds, unless `is_partial`."""
    report = Report()
    try:
        with transaction.atomic():
            Company.objects.select_for_update().get(
                pk=company.pk
            )  # one file of a company at a time
            report.entries.extend(_done(company, by, entries))
            if is_trial or (report.refused and not is_partial):
                raise _Undo
    except _Undo:
        return report
    report.is_stored = True
    return report


def _done(company: Company, by: User | None, entries: Sequence[Any]) -> Iterator[Entry]:
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        name = _name(entry)
        try:
            with transaction.atomic():
                yield _take(company, by, number, entry, seen)
        except (APIException, Refused, WrongState) as error:
            yield Entry(number, name, Did.REFUSED, errors=_errors(error))
        seen.add(name)


def _take(company: Company, by: User | None, number: int, entry: Any, seen: set[str]) -> Entry:
    """One listing; raises what it is refused for."""
    if not isinstance(entry, Mapping):
        raise ValidationError(OBJECT)
    sent = read_members(entry, EntrySerializer().fields)
    name = sent.get("external_id", "")
    if not name or name in seen:
        raise ValidationError({"external_id": TWICE if name else NEEDED})
    with in_their_terms():
        job = Job.objects.select_for_update().filter(company=company, external_id=name).first()
        if job is None:
            did, job = Did.CREATED, start(company=company, by=by, sent=sent)
        else:
            values = written(sent, whole=True)
            is_other = edit(job=job, by=by, values=values, sent=sent, whole=True)
            did = Did.UPDATED if is_other else Did.UNCHANGED
    is_submitted = sent.get("submit", False) and _submit(job, by, is_other=did is not Did.UNCHANGED)
    if is_submitted and did is Did.UNCHANGED:
        did = Did.UPDATED
    return Entry(number, name, did, is_submitted, job.pk)


def _submit(job: Job, by: User | None, *, is_other: bool) -> bool:
    """Hand it over, where there is something that nobody has looked at; whether there was.

    What was returned is handed over again only with another text.
    """
    job.refresh_from_db()
    if job.status == Status.RETURNED and not is_other:
        return False
    if not Job.objects.to_submit().filter(pk=job.pk).exists():
        return False
    submit(job=job, by=by)
    return True


def _name(entry: Any) -> str:
    name = entry.get("external_id", "") if isinstance(entry, Mapping) else ""
    return name[:60] if isinstance(name, str) else ""


def _errors(error: Exception) -> Sequence[FieldProblem]:
    """Why it was refused, each with its field."""
    if isinstance(error, APIException):
        detail, errors = detail_of(error, {})
        return errors or [FieldProblem(field="", message=detail)]
    messages = error.messages if isinstance(error, Refused) else [str(error)]
    return [FieldProblem(field="", message=message) for message in messages]
