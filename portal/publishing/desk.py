"""What the desk's lists of things with revisions have in common."""

from typing import Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from portal.publishing.models import Publishable

SEEN: Final = "seen-"  # and the thing's key: a hidden field of the list


class LatestRevision:
    """Mixed into an admin whose bulk steps make the latest revision public: the one seen, no newer one."""

    @admin.display(description="revision", ordering="latest_number")
    def revision(self, item: Publishable) -> str:
        hidden = '{}<input type="hidden" name="{}{}" value="{}">'
        return format_html(hidden, item.latest_number, SEEN, item.pk, item.latest_number)


def seen(request: HttpRequest, item: Publishable) -> int | None:
    """The latest revision when the list was drawn, if the list said."""
    number = request.POST.get(f"{SEEN}{item.pk}", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
