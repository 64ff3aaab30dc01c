"""The parameters of addresses that answer files of data."""

from portal.addresses import AddressForm
from portal.api.problems import FieldProblem


class Parameters(AddressForm):
    """A program gets exactly what it asked for, or nothing and why."""

    @property
    def problems(self) -> list[FieldProblem]:
        """All that is amiss."""
        found = [(name, self._unknown(name)) for name in self.unknown_parameters]
        found += [(name, "Give this parameter once.") for name in self.repeated_parameters]
        found += [(name, str(error)) for name, errors in self.errors.items() for error in errors]
        return [FieldProblem(field=field, message=message) for field, message in found]

    def _unknown(self, name: str) -> str:
        if not name:
            return "The query holds a parameter without a name."
        listed = ", ".join(sorted(self.fields))
        hint = f"Known here: {listed}." if listed else "This address takes none."
        return f"There is no such parameter. {hint}"
