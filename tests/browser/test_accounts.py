"""From a stranger to the owner of a company with a passkey, on a telephone."""

import re

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.test_axe import found

PASSWORD = "Zu9-fenster-kran"
EMAIL = "mara@quillmere.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def looked_at(page: Page, heading: str) -> None:
    """Nothing that axe or a narrow screen stumbles over."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert found(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_stranger_signs_up_and_ends_with_a_company_and_a_passkey(
    open_context: OpenContext, mailoutbox
) -> None:
    page = open_context(viewport={"width": 320, "height": 720}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/account/sign-up/")
    looked_at(page, "Sign up")
    page.get_by_label("Your name").fill("Mara Lind")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    looked_at(page, "Confirm your address")
    [code] = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mailoutbox[-1].body)
    page.get_by_label("Code from the letter").fill(code)
    press(page, "Confirm")

    page.goto("/hire/companies/new/")
    looked_at(page, "Make a company")
    page.get_by_label("Name").fill("Brook & Lind")
    press(page, "Make it")
    looked_at(page, "Brook & Lind")

    page.goto("/account/security/totp/activate/")
    looked_at(page, "Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")
    looked_at(page, "Add an authenticator app")
    secret = page.locator("main code").inner_text()
    counter = next(yield_hotp_counters_from_time())
    page.get_by_label("Code that the app shows").fill(
        format_hotp_value(hotp_value(secret, counter))
    )
    press(page, "Add it")
    looked_at(page, "Recovery codes")

    page.goto("/account/security/webauthn/add/")
    looked_at(page, "Add a passkey")
    page.get_by_label("Sign in with it alone").check()
    press(page, "Add it")
    looked_at(page, "Security")

    press(page, "Sign out")
    page.goto("/account/sign-in/")
    press(page, "Use a passkey")
    page.wait_for_url("**/hire/**")
    expect(page.get_by_text(EMAIL)).to_be_visible()
