"""Hostile texts in every field of a guide, looked at wherever they are shown: nothing runs.

The policy (CSP) is switched off in these browsers, so that sanitizing alone has to hold. A few by
default; `HOSTILE=1000` takes a thousand, by hand.
"""

import itertools
import os
import re
from typing import Any, Final

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from guides import actions
from guides.models import Guide, GuideContent
from portal.mail.models import Mail
from portal.publishing.models import content_fields
from tests.browser.conftest import OpenContext
from tests.browser.content import Content, let_in
from tests.browser.hostile import payloads
from tests.factories.accounts import StaffFactory
from tests.factories.guides import LiveGuideFactory, SubmittedGuideFactory

COUNT: Final = int(os.environ.get("HOSTILE", "8"))
AT_ONCE: Final = 200  # guides in the database at a time
# What would run, load or lead astray, told by the browser's own document.
LOOK: Final = """() => {
  const found = [];
  const leads = (value) => {
    try {
      const { protocol, href } = new URL(value, document.baseURI);
      return /^(javascript|vbscript):/.test(protocol) || /^data:text/i.test(href);
    } catch { return false; }  // no address: it leads nowhere
  };
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) && !(element.tagName === "TEXTAREA")) found.push(`${element.tagName} ${name}`);
      if (/^(href|src|action|formaction|data|xlink:href)$/i.test(name) && leads(value)) found.push(`${name}=${value}`);
    }
  }
  return found;
}"""


class Watch:
    """A browser in which `hit()` and every request that leaves the site are noted."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.hits: list[str] = []
        self.page: Page = context.new_page()
        self._address = address
        context.expose_function("hit", lambda: self.hits.append(f"ran at {self.page.url}"))
        context.on("dialog", self._dialog)
        context.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.hits.append(f"{dialog.type} dialog at {self.page.url}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._address, "data:", "about:", "blob:")):
            self.hits.append(f"asked for {request.url[:80]} from {self.page.url}")

    def look(self, path: str) -> None:
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, path
        self.hits += [f"{found} at {path}" for found in self.page.evaluate(LOOK)]


def one_line(text: str, longest: int) -> str:
    return re.sub(r"\s+", " ", text).strip()[:longest] or "Empty"


def body(text: str) -> str:
    """The text as a paragraph, and in a heading, a cell, a caption, a link, a picture and a callout."""
    line = one_line(text, 300)
    return "\n\n".join(
        [
            text,
            f"## {line}",
            f"| a | b |\n|---|---|\n| {line} | x |\n\nTable: {line}",
            f'![{line}](/static/portal/icons/card.png "{line}")',
            f"[{line}](/guides/)",
            f"::: tip {line}\n{line}\n:::",
            f"Words[^1]\n\n[^1]: {line}",
        ]
    )


def guide_of(text: str, number: int) -> Guide:
    line = one_line(text, 140)
    fields = {"standfirst": one_line(text, 320), "tldr": text[:500], "body": body(text)}
    guide: Guide = LiveGuideFactory(
        title=line, slug=f"hostile-{number}", seo_title=line[:60], **fields
    )
    row = {name: getattr(guide, name) for name in content_fields(GuideContent)}
    row |= {
        "roles": list(guide.roles.all()),
        "title": f"New {line}"[:140],
        "body": f"{body(text)}\n\nMore: {line}",
    }
    actions.save_guide(guide=guide, values=row, by=None, base=1, comment=one_line(text, 200))
    return guide


def returned(text: str, number: int) -> Mail:
    """The letter about a guide that was returned for this reason."""
    author = StaffFactory(groups=("author",), name=one_line(text, 60))
    line = one_line(text, 140)
    guide = SubmittedGuideFactory(title=line, slug=f"returned-{number}")
    guide.author.user = author
    guide.author.save()
    actions.return_guide(guide=guide, by=None, reason=text)
    return Mail.objects.filter(to=author.email).latest("pk")


@pytest.fixture
def watches(open_context: OpenContext, address: str, content: Content) -> list[Watch]:
    """A reader and an editor."""
    reader, editor = (
        Watch(open_context(bypass_csp=True), address),
        Watch(open_context(bypass_csp=True), address),
    )
    let_in(editor.page, "staff", address)
    return [reader, editor]


def test_payloads_are_a_thousand_and_do_run_when_nothing_is_done(
    open_context: OpenContext, address: str
) -> None:
    """The control: the same texts in a page that leaves them as they are."""
    watch = Watch(open_context(bypass_csp=True, scripts_may_fail=True), address)
    some = payloads()[:COUNT]
    ran = 0
    for text in some:
        before = len(watch.hits)
        watch.page.goto("/robots.txt")
        watch.page.set_content(f"<!doctype html><h1>{text}</h1><p>{text}</p>")
        watch.page.wait_for_timeout(15)
        ran += len(watch.hits) > before or bool(watch.page.evaluate(LOOK))

    assert len(payloads()) >= 1_000
    assert ran > len(some) / 5


def test_nothing_that_an_author_writes_runs_anywhere(watches: list[Watch]) -> None:
    reader, editor = watches
    for batch in itertools.batched(enumerate(payloads()[:COUNT]), AT_ONCE, strict=False):
        guides = [guide_of(text, number) for number, text in batch]
        letters = [returned(text, number) for number, text in batch]
        for guide in guides:
            reader.look(guide.get_absolute_url())
            editor.look(reverse("admin:guides_guide_change", args=[guide.pk]))
            editor.look(reverse("admin:guides_guide_compare", args=[guide.pk]) + "?old=1&new=2")
        for guide in guides[:: max(1, len(guides) // 10)]:
            editor.look(reverse("admin:guides_guide_history", args=[guide.pk]))
            editor.look(reverse("admin:guides_guide_draft", args=[guide.pk]))
        for page in range(1, 1 + -(-len(guides) // 20)):
            reader.look(f"/guides/?page={page}")
        reader.look("/guides/feed/")
        editor.look(reverse("admin:guides_guide_changelist"))
        for letter in letters:
            editor.look(reverse("admin:mail_mail_change", args=[letter.pk]))
        Guide.objects.filter(slug__regex="^(hostile|returned)-").delete()

    assert "\n".join(reader.hits + editor.hits) == ""
