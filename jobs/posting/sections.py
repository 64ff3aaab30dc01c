"""In which order a recruiter is asked, and under which headings."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Section:
    """`slug` is its anchor on the page."""

    slug: str
    title: str
    fields: tuple[str, ...]


SECTIONS: Final = (
    Section(
        *("the-job", "The job"),
        (
            *("title", "primary_role", "roles", "level", "employment_type"),
            *("description", "responsibilities", "skills"),
        ),
    ),
    Section(
        *("where", "Where"),
        (
            *("workplace", "locations", "locations_more"),
            *("remote_countries", "remote_countries_more", "place_asked"),
        ),
    ),
    Section("pay", "Pay", ("pay_min", "pay_max", "currency", "period")),
    Section(
        *("other-pay", "Other pay and benefits"),
        ("bonus", "commission", "equity", "no_other_pay", "benefits"),
    ),
    Section(
        *("statements", "What applicants must know"),
        ("existing_vacancy", "ai_screening"),
    ),
    Section("apply", "How to apply", ("apply_url", "apply_email")),
    Section("dates", "Dates", ("deadline", "closes_on")),
)


def section_of(field: str) -> str:
    """The anchor of the section in which a field stands."""
    return next((section.slug for section in SECTIONS if field in section.fields), "the-job")
