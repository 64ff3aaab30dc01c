"""Places by name, without scripts: those chosen stay as ticked boxes, one more is typed beside a list of names."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from portal.api.input import is_key
from portal.taxonomy.models import Place

MORE: Final = "_more"  # after the field's name: the box in which one more is typed
SHOWN: Final = 300  # names in the list that a browser offers
LIKE: Final = 6  # names offered where several fit


class KnownField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # for the checker only
    """Refuses by its own message what is no key at all."""

    default_error_messages = {"odd": "Choose among those that are offered."}

    def clean(self, value: Any) -> Any:
        if not all(is_key(str(key)) for key in value or ()):
            raise ValidationError(self.error_messages["odd"], code="odd")
        return super().clean(value)


class KnownOneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # for the checker only
    """As `KnownField`, for one."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not is_key(str(getattr(value, "pk", value))):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def names_of(places: Iterable[Place]) -> list[str]:
    return [place.label for place in places]


def offered(kinds: Collection[str]) -> list[str]:
    """Names that a browser proposes while one types: the wider places first where there are too many."""
    places = Place.objects.filter(kind__in=kinds).order_by("-kind", "name")
    return sorted(names_of(places[:SHOWN]))


def chosen(keys: Iterable[Any]) -> list[Place]:
    """The places of keys as forms send them, whatever else stands among these."""
    return list(Place.objects.filter(pk__in=[key for key in map(str, keys) if is_key(key)]))


def named(text: str, kinds: Collection[str]) -> Place:
    """The one place that is meant; `ValidationError` says which ones fit, or that none does."""
    words = " ".join(text.split())
    first = words.partition(",")[0].strip()
    found = list(Place.objects.filter(kind__in=kinds, name__istartswith=first[:80])[:50])
    if not found or not first:
        found = list(Place.objects.filter(kind__in=kinds, name__icontains=first[:80])[:LIKE])
        raise ValidationError(_unknown(words, found))
    folded = words.casefold()
    for alike in (
        [place for place in found if place.label.casefold() == folded],
        [place for place in found if place.name.casefold() == folded],
    ):
        if len(alike) == 1:
            return alike[0]
        if alike:
            raise ValidationError(
                f"Several places are called so: {_names(alike)}. Write which one."
            )
    raise ValidationError(_unknown(words, found))


def _unknown(words: str, alike: Sequence[Place]) -> str:
    start = f"“{words[:60]}” is not in our list."
    if not alike:
        return f"{start} Choose a wider place, and ask for this one in words below."
    return f"{start} Did you mean {_names(alike)}? Write it as it stands here."


def _names(places: Sequence[Place]) -> str:
    return " · ".join(names_of(places[:LIKE]))


def kinds_of(field: str) -> tuple[str, ...]:
    """Which kinds of place a field takes."""
    country, city, region = Place.Kind.COUNTRY, Place.Kind.CITY, Place.Kind.REGION
    return (country,) if field == "remote_countries" else (country, region, city)
