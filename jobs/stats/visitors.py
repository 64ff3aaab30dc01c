"""How a reader's second look at a listing is told without knowing the reader.

A mark is made from the listing, the day, the network that the request came from (of IPv6 the /64) and the
browser's name for itself, by a keyed hash whose salt is drawn at random for each day. Marks lie in the cache
alone and go with the day, and so does the salt: after that nobody can say any more which marks were whose, not
even with the site's secret key. Nothing is written in the browser. People behind one address with the same
browser are one reader.

Who runs no scripts isn't counted as a viewer: search engines, most crawlers, and people who switch scripts off.
"""

import secrets
from datetime import datetime, time, timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.limits import Tally, client_of

LONGEST_NAME: Final = 500
LENGTH: Final = 32  # hexadecimal digits: 128 bits
# Looks at one listing that one network may add in a day: an office, but no crowd of made-up browsers.
PER_NETWORK: Final = 50
DAY: Final = 24 * 60 * 60


def is_first_today(request: HttpRequest, job: int, what: str) -> bool:
    """Whether this reader does it with this listing for the first time today; of many at once one does."""
    browser = request.headers.get("User-Agent", "")[:LONGEST_NAME]
    mark = _mark(what, str(job), client_of(request), browser)
    return cache.add(f"job-day:{mark}", 1, timeout=_until_midnight()) and not _is_crowd(
        request, job, what
    )


def _is_crowd(request: HttpRequest, job: int, what: str) -> bool:
    network = _mark(what, str(job), client_of(request))
    return Tally(f"job-day:{network}", seconds=DAY).count() > PER_NETWORK


def _mark(*parts: str) -> str:
    text = "\n".join((_salt(), *parts))
    return salted_hmac("jobs.stats.visitor", text, algorithm="sha256").hexdigest()[:LENGTH]


def _salt() -> str:
    """That of today, the same for every worker; nobody can guess it once it is forgotten."""
    key = f"job-day:salt:{timezone.now():%Y-%m-%d}"
    return str(cache.get_or_set(key, secrets.token_hex, timeout=_until_midnight()))


def _until_midnight() -> int:
    """Seconds, and never none."""
    now = timezone.now()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    return int((midnight - now).total_seconds()) + 1
