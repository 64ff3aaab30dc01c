"""What publishing computes from a listing's content, so that pages and lists need not."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jobs import pay, places
from jobs.description import description_html
from jobs.models import JobContent


def derived(content: JobContent) -> dict[str, Any]:
    """Columns of `Job` that follow from the content and from nothing else."""
    locations, countries = list(content.locations.all()), list(content.remote_countries.all())
    return {
        "description_html": description_html(content.description),
        "lists_html": lists_html(content),
        "annual_min": pay.annual(content.pay_min, content.period),
        "annual_max": pay.annual(content.pay_max, content.period),
        "pay_label": pay.label(content.pay_min, content.pay_max, content.currency, content.period),
        "pay_country": places.pay_country(locations, countries),
        "place_label": places.label(content.workplace, locations, countries),
    }


def lists_html(content: JobContent) -> SafeString:
    """Responsibilities and benefits as sections that follow the description."""
    sections = (
        ("What you would do", content.responsibility_list),
        ("Benefits", content.benefit_list),
    )
    return format_html_join(
        "",
        "<h3>{}</h3>\n<ul>{}</ul>\n",
        (
            (title, format_html_join("", "<li>{}</li>", ((line,) for line in lines)))
            for title, lines in sections
            if lines
        ),
    )


def closing(content: JobContent, wanted: datetime | None) -> datetime | None:
    """The instant of closing: as wanted, but no later than the end of the deadline everywhere on Earth."""
    if wanted is None or content.deadline is None:
        return wanted
    return min(wanted, end_everywhere(content.deadline))


def end_everywhere(day: date) -> datetime:
    """When a day has ended everywhere on Earth."""
    return datetime.combine(day + timedelta(days=1), time(12), tzinfo=UTC)
