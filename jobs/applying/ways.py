"""How one applies for a listing, in words and as an address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from jobs.models import Job, JobContent
from portal.links import link


@dataclass(frozen=True)
class Way:
    """`host` is whose page it leads to; empty where a letter goes to an address that isn't shown. There is no
    `address` while nobody can apply yet."""

    address: str
    host: str

    @property
    def is_letter(self) -> bool:
        return not self.host


def way_of(job: Job) -> Way:
    """For an open listing, which has one way."""
    return Way(link("jobs:apply", job.slug), _host(job.apply_url))


def way_ahead(content: JobContent) -> Way | None:
    """For a listing that isn't open: where its page would lead; none where it doesn't say yet."""
    if not (content.apply_url or content.apply_email):
        return None
    return Way(content.apply_url, _host(content.apply_url))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
