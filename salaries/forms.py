"""The parameters of the figures' list, its CSV and JSON and the API."""

from django import forms

from portal.taxonomy.models import Place, Role
from salaries.models import Measure, Workplace
from salaries.querysets import BenchmarkQuerySet


class BenchmarkFilter(forms.Form):
    role = forms.ModelChoiceField(
        Role.objects.public(), to_field_name="slug", required=False, empty_label="Every role"
    )
    measure = forms.ChoiceField(choices=[("", "Every measure"), *Measure.choices], required=False)
    place = forms.ModelChoiceField(
        Place.objects.all(), to_field_name="slug", required=False, empty_label="Every place"
    )
    workplace = forms.ChoiceField(
        choices=[("", "Every workplace"), *Workplace.choices], required=False
    )
    year = forms.IntegerField(min_value=1990, max_value=2100, required=False)

    def apply(self, benchmarks: BenchmarkQuerySet) -> BenchmarkQuerySet:
        """Narrow the figures to what was asked for; call after `is_valid()`."""
        for name, value in self.cleaned_data.items():
            if value and name in ("role", "measure", "place", "workplace", "year"):
                benchmarks = benchmarks.filter(**{name: value})
        return benchmarks


class CompareForm(forms.Form):
    """Two roles; the address repeats `role`."""

    role = forms.ModelMultipleChoiceField(
        Role.objects.public(),
        to_field_name="slug",
        error_messages={
            "required": "Choose two roles.",
            "invalid_choice": "There is no role “%(value)s”.",
        },
    )

    def clean_role(self) -> list[Role]:
        slugs = list(dict.fromkeys(self.data.getlist("role")))
        if len(slugs) != 2:
            raise forms.ValidationError("Choose two different roles.")
        found = {role.slug: role for role in self.cleaned_data["role"]}
        return [found[slug] for slug in slugs]
