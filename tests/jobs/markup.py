"""What search engines ask of a listing's markup, checked against the very page that it stands on."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

from portal.money import PERIOD_WORDS, money

REQUIRED = {"title", "description", "datePosted", "hiringOrganization"}
KNOWN = REQUIRED | {
    *("@context", "@type", "validThrough", "employmentType", "baseSalary", "url", "identifier"),
    *("jobLocation", "jobLocationType", "applicantLocationRequirements", "directApply"),
}
EMPLOYMENT = {
    "FULL_TIME": "Full-time",
    "PART_TIME": "Part-time",
    "CONTRACTOR": "Contract",
    "TEMPORARY": "Temporary",
    "INTERN": "Internship",
}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
SILENT = {"script", "style", "title"}
INSIDE = {"a", "b", "code", "del", "em", "strong"}  # a sentence goes on


class Page(HTMLParser):
    """The words that readers see, the days that stand on it, and its markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.days: set[str] = set()
        self.links: set[str] = set()
        self._open: list[str] = []
        self.feed(text.partition("<body")[2])
        self.text = " ".join("".join(self.words).split())
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        self.markup: list[dict[str, Any]] = [
            item for script in scripts for item in json.loads(script)
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in SILENT:
            self._open.append(tag)
        if tag not in INSIDE:
            self.words.append(" ")
        if tag == "time":
            self.days.add(given.get("datetime") or "")
        if tag == "a":
            self.links.add(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._open.remove(tag)
        if tag not in INSIDE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.words.append(data)


def faults_of(text: str, address: str) -> list[str]:
    """What is wrong with the markup of an open listing's page at its whole address; empty where nothing is."""
    page = Page(text)
    if [item["@type"] for item in page.markup] != ["JobPosting", "BreadcrumbList"]:
        return ["not one posting and one trail"]
    posting, trail = page.markup
    return [*_form(posting, address), *_unseen(posting, page), *_trail(trail, page, address)]


def _form(posting: dict[str, Any], address: str) -> Iterator[str]:
    yield from (f"{name} is missing" for name in REQUIRED - posting.keys())
    yield from (f"{name} is not known" for name in posting.keys() - KNOWN)
    yield from (f"{name} is empty" for name, value in posting.items() if value in ("", [], {}))
    starts, ends = (
        datetime.fromisoformat(posting[name]) for name in ("datePosted", "validThrough")
    )
    salary = posting["baseSalary"]
    value = salary["value"]
    is_remote = posting.get("jobLocationType") == "TELECOMMUTE"
    checks = {
        "context": posting["@context"] == "https://schema.org/",
        "url": posting["url"] == address,
        "description": posting["description"].startswith("<") and len(posting["description"]) > 100,
        "title in the description’s place": posting["description"] != posting["title"],
        "days": starts < ends and starts.tzinfo is not None,
        "employment": posting["employmentType"] in EMPLOYMENT,
        "employer": posting["hiringOrganization"]["@type"] == "Organization",
        "currency": re.fullmatch("[A-Z]{3}", salary["currency"]),
        "unit": value["unitText"] in UNITS,
        "pay": ("value" in value) != ({"minValue", "maxValue"} <= value.keys()),
        "order of pay": 0 < value.get("minValue", 1) <= value.get("maxValue", 1),
        "place": posting.get("jobLocation") or is_remote,
        "remote": is_remote == ("applicantLocationRequirements" in posting),
        "kind of remote": posting.get("jobLocationType", "TELECOMMUTE") == "TELECOMMUTE",
        "direct apply": "directApply" not in posting,  # applying takes another page
    }
    yield from (f"wrong: {name}" for name, is_right in checks.items() if not is_right)


def _unseen(posting: dict[str, Any], page: Page) -> Iterator[str]:
    """Facts that are marked up and that no reader sees."""
    days = {day[:19] for day in page.days}
    for name in ("datePosted", "validThrough"):
        if posting[name][:19] not in days:
            yield f"{name} is not on the page"
    yield from (f"not on the page: {words}" for words in _said(posting) if words not in page.text)
    employer = posting["hiringOrganization"]
    if "sameAs" in employer and employer["sameAs"] not in page.links:
        yield "the employer’s website is not linked"


def _said(posting: dict[str, Any]) -> Iterator[str]:
    yield posting["title"]
    yield posting["hiringOrganization"]["name"]
    for block in re.split(
        r"</?(?:p|li|ul|ol|h\d|blockquote|td|th|tr|pre|br)\b[^>]*>", posting["description"]
    ):
        yield " ".join(unescape(re.sub("<[^>]+>", "", block)).split())
    yield EMPLOYMENT[posting["employmentType"]]
    value, currency = posting["baseSalary"]["value"], posting["baseSalary"]["currency"]
    for end in ("value", "minValue", "maxValue"):
        if end in value:
            yield " ".join(money(value[end], currency).split())
    yield PERIOD_WORDS[value["unitText"].lower()]
    if "identifier" in posting:
        yield posting["identifier"]["value"]
    for place in posting.get("jobLocation", ()):
        address = place["address"]
        parts = ("addressLocality", "addressRegion", "addressCountry")
        if parts[0] in address:
            yield ", ".join(address[part] for part in parts if part in address)
    if "applicantLocationRequirements" in posting:
        yield "Remote"
        yield from (country["name"] for country in posting["applicantLocationRequirements"])


def _trail(trail: dict[str, Any], page: Page, address: str) -> Iterator[str]:
    steps = trail["itemListElement"]
    if len(steps) < 2 or [step["position"] for step in steps] != [*range(1, len(steps) + 1)]:
        yield "the trail’s steps"
    if steps[-1]["item"] != address:
        yield "the trail’s end"
    origin = address.partition("/jobs/")[0]
    for step in steps:
        if step["name"] not in page.text or not step["item"].startswith(origin):
            yield f"the trail’s step {step['name']}"
