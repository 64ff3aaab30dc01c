"""Which addresses may be told something; where a name leads to is looked at each time it is told."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from portal.outside_links import Address, is_public

IN_THE_HOUSE: Final = "Give an address that can be reached from outside."


def receivable(url: str) -> None:
    """A validator."""
    schemes = ("http", "https") if settings.PRIVATE_WEBHOOKS else ("https",)
    if url.partition("://")[0].lower() not in schemes:  # `urlsplit` fails where brackets do
        raise ValidationError("Give an address that begins with https://.")
    URLValidator(schemes=schemes)(url)
    site = urlsplit(url)
    if not _has_port(site):
        raise ValidationError("There is no such port: the highest is 65535.")
    if "@" in site.netloc:
        raise ValidationError("Leave out names and passwords: what we send is signed.")
    if site.fragment:
        raise ValidationError("Leave out what follows “#”: it is never sent.")
    if not settings.PRIVATE_WEBHOOKS and _is_in_the_house(site.hostname or ""):
        raise ValidationError(IN_THE_HOUSE)


def may_tell(address: Address) -> bool:
    return settings.PRIVATE_WEBHOOKS or is_public(address)


def _has_port(site: SplitResult) -> bool:
    try:
        return site.port != 0
    except ValueError:
        return False


def _is_in_the_house(host: str) -> bool:
    try:
        return not is_public(ip_address(host))
    except ValueError:
        host = host.removesuffix(".")
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
