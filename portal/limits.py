"""How often one client may do something, counted in the cache that all workers share."""

from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.throttling import BaseThrottle

# A household or a cloud machine holds a whole /64; one address of it is not one client.
IPV6_HOST_BITS: Final = 64


class Tally:
    """How often something happened in the present window of `seconds`; each step is atomic in the cache.

    Windows stand one after the other, the same ones for everybody: across the border of two it may
    happen twice as often for a moment.
    """

    def __init__(self, name: str, *, seconds: int) -> None:
        window, elapsed = divmod(timezone.now().timestamp(), seconds)
        self.seconds = seconds
        self.seconds_left = seconds - elapsed
        self._key = f"{name}:{int(window)}"

    def count(self) -> int:
        """Count one more, and say how many there are now."""
        cache.add(self._key, 0, timeout=self.seconds)
        try:
            return cache.incr(self._key)
        except ValueError:  # forgotten between the two steps
            return 1

    def so_far(self) -> int:
        """How many there are, without counting one."""
        return int(cache.get(self._key, 0))

    def take_back(self) -> None:
        with suppress(ValueError):  # nothing is counted any more
            cache.decr(self._key)

    def clear(self) -> None:
        cache.delete(self._key)


def client_of(request: HttpRequest) -> str:
    """The client that asks: behind proxies (`NUM_PROXIES`) the address that the outermost of them saw."""
    asking: Any = request  # the API's own kind of request has the same headers
    return client_at(BaseThrottle().get_ident(asking))


def client_at(address: str | None) -> str:
    """The client behind an address; whatever is no address shares one allowance."""
    try:
        parsed = ip_address((address or "").strip().strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{int(parsed) >> IPV6_HOST_BITS:x}"
    return str(parsed)
