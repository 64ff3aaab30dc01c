"""Which company something is for: asked only of those who belong to several."""

from typing import Any

from django import forms

from jobs.querysets import CompanyQuerySet


def offer_companies(form: forms.Form, companies: CompanyQuerySet) -> None:
    """Fill the form's field `company`."""
    field: Any = form.fields["company"]
    field.queryset = companies
    offered = list(companies[:2])
    field.initial = offered[0] if offered else None
    if len(offered) == 1:
        field.widget = forms.HiddenInput()
