"""How often one client may ask."""

from typing import Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import AnonRateThrottle

from portal.limits import Tally, client_of


class PerClient(AnonRateThrottle):
    """So many requests in each fixed window (`API_RATE`), see `Tally`.

    Answers that come from the memory in front of Django do not count.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        limit, duration = self.parse_rate(self.get_rate())
        if limit is None or duration is None:
            return True
        asked = Tally(f"throttle:{self.scope}:{self.asking(request)}", seconds=duration)
        self.remaining = asked.seconds_left
        return asked.count() <= limit

    def asking(self, request: Request) -> str:
        return client_of(request)

    def get_rate(self) -> str:
        """Read at each request, so that changed settings count at once."""
        return str(api_settings.DEFAULT_THROTTLE_RATES["anon"])

    def wait(self) -> float:
        """Seconds to the end of the window."""
        return self.remaining


class PerToken(PerClient):
    """As often for each token, wherever it is used from."""

    scope = "token"

    def asking(self, request: Request) -> str:
        return str(request.auth.pk)
