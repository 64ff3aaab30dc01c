"""Query parameters of a list, checked by the very form that the site's list uses."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol, cast

from django import forms
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

# The first that fits; decimal and float fields are integer fields to Django.
TYPES: Final[tuple[tuple[Any, dict[str, str]], ...]] = (
    (forms.DecimalField | forms.FloatField, {"type": "number"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.BooleanField | forms.NullBooleanField, {"type": "boolean"}),
    (forms.DateTimeField, {"type": "string", "format": "date-time"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.Field, {"type": "string"}),
)


class FilterForm(Protocol):
    """A Django form whose fields are all optional, and which narrows a list by what they hold."""

    base_fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    errors: Any

    def __init__(self, data: Any) -> None: ...
    def is_valid(self) -> bool: ...
    def apply(self, queryset: Any) -> Any: ...


class FormFilter(BaseFilterBackend):
    """Narrows a list by the view's `filter_form`; refuses what the list does not know."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any, Any], view: Any
    ) -> QuerySet[Any, Any]:
        form = checked_form(request, view)
        if form is None:
            return queryset
        narrowed: QuerySet[Any, Any] = form.apply(queryset)
        return narrowed

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if view.filter_form is None:
            return []
        return [parameter(name, field) for name, field in view.filter_form.base_fields.items()]


def checked_form(request: Request, view: Any) -> FilterForm | None:
    """The view's form with what the address says; None where nothing in it is for the form."""
    params = request.query_params
    if not params:
        return None
    refuse_unknown(params, known_parameters(view))
    fields = view.filter_form.base_fields if view.filter_form else {}
    refuse_repeated(params, fields)
    if fields.keys().isdisjoint(params):
        return None
    form: FilterForm = view.filter_form(params)
    if not form.is_valid():
        raise ValidationError({name: list(messages) for name, messages in form.errors.items()})
    return form


def checked(request: Request, form: type[forms.Form]) -> forms.Form:
    """The form of an address that is no list's, valid; anything it doesn't know is refused."""
    params = request.query_params
    refuse_unknown(params, sorted(form.base_fields))
    refuse_repeated(params, form.base_fields)
    filled = form(params)
    if not filled.is_valid():
        raise ValidationError(
            {name: [*map(str, messages)] for name, messages in filled.errors.items()}
        )
    return filled


def known_parameters(view: Any) -> tuple[str, ...]:
    """The names that an address may use, sorted; an item's address has none."""
    if view.action != "list":
        return ()
    form = view.filter_form
    return tuple(sorted((*(form.base_fields if form else ()), *view.pagination_class.parameters)))


def refuse_unknown(params: Any, known: Iterable[str]) -> None:
    unknown = sorted(set(params) - set(known))
    if unknown:
        listed = ", ".join(known)
        hint = f"Known here: {listed}." if listed else "This address takes none."
        raise ValidationError(dict.fromkeys(unknown, f"There is no such parameter. {hint}"))


def refuse_repeated(params: Any, fields: Mapping[str, forms.Field]) -> None:
    repeated = [
        name
        for name, values in params.lists()
        if len(values) > 1 and not takes_several(fields.get(name))
    ]
    if repeated:
        raise ValidationError(dict.fromkeys(repeated, "Give this parameter once."))


def takes_several(field: forms.Field | None) -> bool:
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)


def parameter(name: str, field: forms.Field) -> dict[str, Any]:
    """A form's field in the words of OpenAPI."""
    schema = schema_of(field)
    described: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": False,
        "description": description_of(name, field),
        "schema": {"type": "array", "items": schema} if takes_several(field) else schema,
    }
    if takes_several(field):
        described["explode"] = True
    return described


def description_of(name: str, field: forms.Field) -> str:
    return str(field.help_text or field.label or name.replace("_", " ").capitalize())


def schema_of(field: forms.Field) -> dict[str, Any]:
    described: dict[str, Any] = dict(
        next(words for kinds, words in TYPES if isinstance(field, kinds))
    )
    if isinstance(field, forms.IntegerField):
        described |= {"minimum": field.min_value, "maximum": field.max_value}
    elif isinstance(field, forms.CharField):
        described |= {"maxLength": field.max_length}
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        described |= {"enum": [value for value in values_of(field) if value] or None}
    return {key: value for key, value in described.items() if value is not None}


def values_of(field: forms.ChoiceField) -> Iterable[str]:
    """The values that can be chosen, those inside of groups too."""
    for value, label in cast("Iterable[tuple[Any, Any]]", field.choices):
        if isinstance(label, list | tuple):
            yield from (str(inner) for inner, _ in label)
        else:
            yield str(value)
