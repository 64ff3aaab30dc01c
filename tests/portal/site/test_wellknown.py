from datetime import UTC, datetime, timedelta

import pytest
import time_machine

pytestmark = pytest.mark.urls("portal.site.wellknown")


def test_robots_are_kept_from_what_is_private(client, settings):
    settings.SITE_URL = "https://portal.example"

    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /account/\n"
        "Disallow: /*/preview/\n"
        "Disallow: /*/apply/\n"
        "\n"
        "Sitemap: https://portal.example/sitemap.xml\n"
    )


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 11, 4, 9, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_security_txt_expires_within_a_year(client, settings, now):
    settings.SITE_URL = "https://portal.example"

    with time_machine.travel(now, tick=False):
        response = client.get("/.well-known/security.txt")

    fields = [line.partition(": ")[::2] for line in response.text.splitlines()]
    expires = datetime.fromisoformat(dict(fields).pop("Expires"))
    assert now + timedelta(days=60) < expires < now + timedelta(days=365)
    assert [field for field in fields if field[0] != "Expires"] == [
        ("Contact", "https://portal.example/contact/"),
        ("Preferred-Languages", "en"),
        ("Canonical", "https://portal.example/.well-known/security.txt"),
    ]


def test_security_contact_can_be_set(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@portal.example"

    assert (
        "Contact: mailto:security@portal.example\n" in client.get("/.well-known/security.txt").text
    )
