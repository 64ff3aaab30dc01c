"""Small files at fixed addresses that programs look for."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from portal.freshness import depends_on, public_page

PLAIN: Final = "text/plain; charset=utf-8"
PRIVATE: Final = ("/admin/", "/account/", "/*/preview/", "/*/apply/")
VALID_FOR: Final = timedelta(days=180)


def robots_txt(request: HttpRequest) -> HttpResponse:
    disallowed = "".join(f"Disallow: {prefix}\n" for prefix in PRIVATE)
    text = f"User-agent: *\n{disallowed}\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type=PLAIN)


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Expires half a year after the first of this month, so that the file changes monthly."""
    now = timezone.now()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    next_month = (month + timedelta(days=32)).replace(day=1)
    depends_on(until=next_month)
    contact = getattr(settings, "SECURITY_CONTACT", "") or f"{settings.SITE_URL}/contact/"
    lines = (
        f"Contact: {contact}",
        f"Expires: {month + VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


urlpatterns = [
    path("robots.txt", public_page(robots_txt), name="robots"),
    path(".well-known/security.txt", public_page(security_txt), name="security"),
]
