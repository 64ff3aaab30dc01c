"""What a page knows of its address, and what it says of the rest."""

from django import forms
from django.http import QueryDict


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
