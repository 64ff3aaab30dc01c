"""What a page knows of its address, and what it says of the rest."""

from typing import Any

from django import forms
from django.http import QueryDict


class _Shared(dict[str, forms.Field]):
    """Fields that are read, and never changed."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class FixedForm(forms.Form):
    """No form of these changes its fields, so all have the same: copying them takes longer than reading an address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        vars(self)["base_fields"] = _Shared(self.base_fields)
        super().__init__(*args, **options)


class AddressForm(forms.Form):
    """The parameters of a page; by itself a page takes none. The page shows itself without what is amiss."""

    data: QueryDict

    @property
    def unknown_parameters(self) -> list[str]:
        return sorted(set(self.data) - set(self.fields))

    @property
    def repeated_parameters(self) -> list[str]:
        """Those that can be given once and were given more often; of these the last one counts."""
        return sorted(
            name
            for name, values in self.data.lists()
            if len(values) > 1
            and name in self.fields
            and not isinstance(self.fields[name], forms.MultipleChoiceField)
        )
