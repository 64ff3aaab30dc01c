"""The fields of the form that stands below every list: the same for all, so drawn once."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from jobs.alerts.forms import AskForm


@cache
def blank_fields() -> SafeString:
    form = AskForm(auto_id="alert_%s")
    return mark_safe(render_to_string("jobs/alerts/_fields.html", {"form": form}))
