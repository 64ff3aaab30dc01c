"""Text that every database can hold, whichever way it comes in."""

from django.core.exceptions import ValidationError


def storable(text: str) -> None:
    """A validator. A NUL or half a surrogate pair is no text: PostgreSQL refuses the first, UTF-8 the second."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError("Contains a character that can’t be stored.", code="unstorable")
