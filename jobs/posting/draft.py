"""A listing as it stands on somebody's screen, whether it could be saved or not."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from jobs.checks import lacking
from jobs.models import Job, JobContent, JobRevision
from jobs.places import pay_country
from jobs.posting.forms import PostingForm
from jobs.transparency import Item, by_item, gaps_in
from portal.publishing.models import content_fields
from portal.taxonomy.models import Place
from portal.work import Workplace


@dataclass(frozen=True)
class Draft:
    """Content that need not be saved, the places that hang on it, and its listing with its day of closing."""

    job: Job
    content: JobRevision
    locations: list[Place]
    remote_countries: list[Place]

    @property
    def pay_country(self) -> str:
        return pay_country(self.locations, self._countries)

    @property
    def lacking(self) -> list[str]:
        """What keeps it from being submitted."""
        is_remote = self.content.workplace == Workplace.REMOTE
        where = self._countries if is_remote else self.locations
        return lacking(self.job, self.content, says_where=bool(where))

    @property
    def gaps(self) -> list[Item]:
        """What laws on pay transparency ask for and it doesn't say."""
        return by_item(
            gaps_in(self.content, self.job.company, self.locations, self.remote_countries)
        )

    @property
    def _countries(self) -> list[Place]:
        """Where applicants may live, as far as that counts."""
        is_remote = self.content.workplace == Workplace.REMOTE
        return self.remote_countries if is_remote else []


def typed(job: Job, form: PostingForm) -> Draft:
    """What can be read of a form that was sent. What can't counts as empty."""
    given = form.cleaned_data
    columns: dict[str, Any] = {
        name: given[name] for name in content_fields(JobContent) if given.get(name) is not None
    }
    if "primary_role" not in columns:
        columns["primary_role"] = job.primary_role
    meant = copy(job)
    if "closes_on" in form.fields:
        meant.closes_at = form.closes_at
    places = (list(given.get(name) or ()) for name in ("locations", "remote_countries"))
    return Draft(meant, JobRevision(**columns), *places)


def saved(job: Job) -> Draft:
    """The latest revision."""
    latest: JobRevision = job.revisions.select_related("primary_role").get(number=job.latest_number)
    return Draft(job, latest, list(latest.locations.all()), list(latest.remote_countries.all()))
