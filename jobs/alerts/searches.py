"""A search as an alert keeps it: the parameters of the list's address, each search in one way only."""

import hashlib
from collections.abc import Iterator
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode

from jobs.alerts.models import SavedSearch
from jobs.filters import FILTERS
from jobs.forms import JobListForm

KNOWN: Final = (*FILTERS, "currency")


def search_in(data: QueryDict) -> JobListForm:
    """The search that an address or a form names beside other things; orders and pages don't belong to it."""
    kept = QueryDict(mutable=True)
    for name in KNOWN:
        if values := [value for value in data.getlist(name) if value]:
            kept.setlist(name, values)
    form = JobListForm(kept)
    form.is_valid()
    return form


def opened(search: SavedSearch) -> JobListForm:
    """With errors where what it looks for is no longer there."""
    return search_in(QueryDict(search.query))


def query_of(form: JobListForm) -> str:
    """What is understood of a search, as the query of an address; the same for equal searches."""
    values = {name: sorted(given) for name, given in form.lasting.items()}
    if "q" in values:
        values["q"] = [" ".join(values["q"][0].split())]
    return urlencode(values, doseq=True)


def hidden(form: JobListForm, respelled: str = "") -> Iterator[tuple[str, str]]:
    """Names and values for a form that carries the search on; words put right instead of those typed."""
    for name, values in form.lasting.items():
        for value in values:
            yield name, respelled if name == "q" and respelled else value


def saved(form: JobListForm) -> SavedSearch:
    query = query_of(form)
    digest = hashlib.blake2b(query.encode(), digest_size=16).hexdigest()
    return SavedSearch.objects.get_or_create(digest=digest, defaults={"query": query})[0]


def words(form: JobListForm) -> str:
    """ "ML Engineer or AI Engineer; Remote; from $150,000 a year"."""
    return "; ".join(form.said) or "any role, anywhere"


def lost(form: JobListForm) -> list[str]:
    """What it looked for and is no longer there, in sentences."""
    return [str(error) for errors in form.errors.values() for error in errors]
