"""All that the list of jobs shows."""

from typing import Any

from jobs.cards import page_found
from jobs.finding.facets import facets, floors, posted
from jobs.finding.search import Search, Sort
from jobs.forms import JobListForm
from jobs.landing.addresses import landing_of


def found(form: JobListForm) -> dict[str, Any]:
    """The context of a page of the list; at most six queries."""
    search = Search(form.wanted())
    page = page_found(search, form.number, form.sorted_by, form.currency_given)
    return {
        "form": form,
        "landing": landing_of(form),
        "heading": form.heading,
        "page": page,
        "cards": page.rows,
        "all": search.live.bit_count(),
        "written": " ".join(search.words) if search.is_respelled else "",
        "facets": facets(form, search),
        "posted": posted(form, search),
        "floors": floors(form, search),
        "by_pay": form.sorted_by is Sort.PAY,
        "suggestions": [] if search.total else form.suggestions(search),
    }
