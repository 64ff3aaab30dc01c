"""What people and programs send that no form asked for."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from django.db import connection

MARK: Final = "zq7"  # stands in what is sent, so that it is found again in the answer
MARKUP: Final = f"\"'><{MARK} onload=alert(1)>"

# Values of a parameter as they stand in a raw query. The door refuses the first ones wherever they stand.
REFUSED_BYTES: Final = {
    "NUL": "\0",
    "encoded NUL": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "invalid UTF-8": "%FF%FE",
    "raw bytes": "\xff",
    "overlong": "%C0%AF",
}
ODD_VALUES: Final = {
    "NaN": "NaN",
    "infinity": "Infinity",
    "overflow": "1e400",
    "ten to the twenty": "1" + "0" * 20,
    "billion": "1" + "0" * 9,
    "minus one": "-1",
    "zero": "0",
    "empty": "",
    "blank": "%20%09%0A",
    "other digits": "%D9%A1%D9%A2",
    "SQL": "%27%29%20OR%201%3D1%3B--",
    "HTML": "%22%27%3E%3Czq7%20onload%3Dalert(1)%3E",
    "wildcards": "%25_%25%5C",
    "template": "%7B%7B%207*7%20%7D%7D%7B%25%20debug%20%25%7D",
    "right to left": "%E2%80%AE%D7%A9%E2%80%8B%EF%BB%BF",
    "line break": "a%0D%0ASet-Cookie:%20a=b",
    "1,500 characters": "x" * 1500,
}
# Whole queries; {} is a parameter's name.
SHAPES: Final = {
    "array": "{0}[]=1&{0}[0]=1",
    "repeated": "{0}=1&{0}=2",
    "no value": "{0}",
    "nameless": "=1&&&=",
    "too long": "{0}=" + "x" * 5000,
    "too many": "&".join(f"{{0}}{n}=1" for n in range(60)),
    "hostile name": "{0}%22%3E%3Czq7%3E=1",
    "hostile bytes in a name": "{0}%00=1",
    "semicolons": "{0}=1;{0}=2",
}

# Parts of a path, percent-encoded as sent.
SLUGS: Final = {
    "NUL": "%00",
    "300 characters": "x" * 300,
    "slash": "a%2Fb",
    "up": "..",
    "encoded up": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "letters of others": "%C3%A9%E6%97%A5",
    "huge key": "1" + "0" * 30,
    "ten to the nineteen": "1" + "0" * 19,
    "minus one": "-1",
    "invalid UTF-8": "%FF",
    "lone surrogate": "%ED%A0%80",
    "HTML": "%22%3E%3Czq7%20onload=alert(1)%3E",
    "SQL": "%27%20OR%201=1--",
    "line break": "a%0D%0Ab",
    "blank": "%20",
    "other digits": "%D9%A1",
    "backslash": "%5C%5Cevil.example",
}

# What is typed into a field of the desk, by what the field takes.
TEXTS: Final = (f"\u202eabc\u200b\ufeff{MARKUP}" + "\ufdfa" * 20,)
NUMBERS: Final = ("NaN", "sNaN", "1" + "0" * 20, "-1", "0")
BEYOND: Final = ("-Infinity", "1e400", "9" * 5000)  # no field takes these
DATES: Final = ("9999-12-31", "0001-01-01", "99999-01-01", "2026-02-30")
TIMES: Final = ("25:00", "23:59:59.999999")
KEYS: Final = ("1" + "0" * 18, "1" + "0" * 30, "-1", "' OR 1=1--")
CHOICES: Final = ("no-such-choice",)
# Addresses that run, typed where an address is asked for. (Django reads "//a.example" as "https://a.example".)
ADDRESSES: Final = ("javascript:alert(1)", "JaVa\tScript:alert(1)", "data:text/html,x")


def dealt[Payload](payloads: Iterable[Payload], place: int = 0) -> list[Payload]:
    """Every other one here, and the rest where the suite runs on the other database.

    By `place` neighbours take turns: each value is tried on half of the fields here and on the others there.
    """
    turn = (place + (connection.vendor == "postgresql")) % 2
    return list(islice(payloads, turn, None, 2))
