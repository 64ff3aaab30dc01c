"""JSON-LD for search engines: built as data, encoded so that it can't leave its element."""

from typing import Any, Final

import orjson
from django.utils.safestring import SafeString

ESCAPES: Final = [(char, f"\\u{ord(char):04X}") for char in "<>&\u2028\u2029"]


def json_ld(data: dict[str, Any] | list[dict[str, Any]]) -> SafeString:
    """A script element of data, which browsers don't run and the content policy lets through."""
    text = orjson.dumps(data).decode()
    for char, escaped in ESCAPES:
        text = text.replace(char, escaped)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
