"""The parameters of the list, and the facets that it gives when asked."""

from dataclasses import replace
from typing import Any, Final

from django import forms

from jobs.api.gone import NARROWED
from jobs.filters import JobFilter
from jobs.finding.facets import LABELS, Choice, facets, posted
from jobs.finding.search import Search, Wanted
from jobs.querysets import Gone
from portal.api.pagination import Cursor
from portal.instants import near


class JobAPIFilter(JobFilter):
    facets = forms.ChoiceField(
        required=False,
        choices=[("true", "true")],
        help_text="true: give `count` and `facets` too, the same on every page of the list.",
    )
    updated_since = forms.DateTimeField(
        required=False,
        validators=[near],
        help_text="An instant such as 2026-11-04T09:00:00Z. Gives the jobs whose public text or day of closing "
        "changed at or after it, and in `gone` those that left the site since, or that changed so that they "
        "do not fit the list. Ask the next time with the instant at which you asked for the first page.",
    )

    def wanted(self) -> Wanted:
        return replace(super().wanted(), since=self.given("updated_since"))


class FacetedCursor(Cursor):
    """With the number of all that was found and of what each choice would give, and with the jobs that are
    gone, each where it is asked for."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["properties"] |= {
            "gone": {
                "type": "array",
                "items": GONE,
                "description": "With `updated_since` only: jobs of all kinds, whatever the list is narrowed by, "
                "that left the site since, and open ones from before that changed since and do not fit. A job "
                "that only grows too old for `posted` is not named. They follow the rows, the latest first, and "
                "count as such for `page_size`.",
            },
            "count": {
                "type": "integer",
                "description": "How many jobs fit; with `facets=true` only.",
            },
            "facets": {
                "type": "object",
                "description": "With `facets=true` only: for each facet the values that would give a job, with "
                "how many. A facet is counted with all that is asked for besides itself.",
                "required": list(FACETS),
                "properties": {
                    name: {"type": "array", "items": CHOICE, "description": f"Values of `{name}`."}
                    for name in FACETS
                },
            },
        }
        return described


FACETS: Final = (*LABELS, "posted")
CHOICE: Final = {
    "type": "object",
    "required": ["value", "label", "count"],
    "properties": {
        "value": {"type": "string", "description": "For the parameter of the same name."},
        "label": {"type": "string", "description": "The same in words."},
        "count": {"type": "integer", "description": "How many jobs it would give."},
    },
}

GONE: Final = {
    "type": "object",
    "required": ["slug", "hosted_url", "gone_at", "reason"],
    "properties": {
        "slug": {"type": "string", "description": "Stable name of the listing."},
        "hosted_url": {
            "type": "string",
            "format": "uri",
            "description": "Its page; answers 410, unless the reason is `narrowed`.",
        },
        "gone_at": {
            "type": "string",
            "format": "date-time",
            "description": "When it left the site or was changed, UTC.",
        },
        "reason": {
            "type": "string",
            "enum": [*Gone.values, NARROWED],
            "description": "By hand, because its day of closing came, or because it does not fit what the list "
            "is narrowed by.",
        },
    },
}


def facet_rows(form: JobFilter, search: Search) -> dict[str, list[dict[str, object]]]:
    found = {facet.name: facet.choices for facet in facets(form, search, shown=None)}
    found["posted"] = tuple(choice for choice in posted(form, search) if choice.value)
    return {name: [*map(_row, choices)] for name, choices in found.items()}


def _row(choice: Choice) -> dict[str, object]:
    return {"value": choice.value, "label": choice.label, "count": choice.number}
