"""How often one client may ask."""

from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from django.core.cache import cache
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import AnonRateThrottle

# A household or a cloud machine holds a whole /64; one address of it is not one client.
IPV6_HOST_BITS: Final = 64


class PerClient(AnonRateThrottle):
    """So many requests in each fixed window (`API_RATE`), counted by one atomic step in the cache.

    Across the border of two windows a client may ask twice as often for a moment. Answers that come
    from the memory in front of Django do not count.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        limit, duration = self.parse_rate(self.get_rate())
        if limit is None or duration is None:
            return True
        window, elapsed = divmod(timezone.now().timestamp(), duration)
        self.remaining = duration - elapsed
        key = f"throttle:{self.scope}:{int(window)}:{client_of(self.get_ident(request))}"
        cache.add(key, 0, timeout=duration)
        try:
            return cache.incr(key) <= limit
        except ValueError:  # the window ended between the two steps
            return True

    def get_rate(self) -> str:
        """Read at each request, so that changed settings count at once."""
        return str(api_settings.DEFAULT_THROTTLE_RATES["anon"])

    def wait(self) -> float:
        """Seconds to the end of the window."""
        return self.remaining


def client_of(address: str | None) -> str:
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
