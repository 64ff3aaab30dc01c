"""Markup in every text that people write × every page, feed, file and API answer: none of it runs."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count, islice
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from portal.desk import desk
from portal.site.actions import save_page
from portal.taxonomy.models import Place
from tests.contracts.payloads import MARK
from tests.contracts.routes import public_routes
from tests.contracts.world import World, cite_figures
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import OpenJobFactory
from tests.factories.taxonomy import (
    RoleNeighborFactory,
    RoleResponsibilityFactory,
    RoleSkillFactory,
    RoleSynonymFactory,
)
from tests.portal.markdown.test_hostile import ADDRESSES, RAW

pytestmark = pytest.mark.django_db

RUNS = ("script", "iframe", "object", "embed", "base", "style", "applet", "frame", "template")
LEADS = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "srcset",
    "background",
)
SCHEMES = ("javascript:", "vbscript:", "data:", "blob:", "file:", "view-source:", "feed:", "jar:")
SHAPES = ("[x]({})", "<{}>", '[x](/ok "{}")', "![{}](/ok.png)")

CORE = (
    f'"><{MARK} onload=alert(1)>',
    f"'><img src={MARK} onerror=alert(1)>",
    f"</script><script>{MARK}</script>",
    f"</title></textarea><svg/onload={MARK}>",
    f'"onmouseover="{MARK}" x="',
    f"' onfocus={MARK} autofocus '",
    f"]]><script>{MARK}</script>",
    f"-->\n<script>{MARK}</script>",
    "\\u003Cscript>alert(1)\\u003C/script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7|add:7 }}{% now 'Y' %}${7*7}<%= 7 %>",
    "=cmd|' /C calc'!A0",
)
MARKDOWN = [text for text in RAW if "\0" not in text] + [
    shape.format(address) for shape in SHAPES for address in ADDRESSES if "\x01" not in address
]
PAYLOADS = (*CORE, *MARKDOWN)
ROUNDS = 5
OWN = ("/static/", "/admin/")  # the desk frames previews and panels
STOCK = "p style"  # django-simple-history's template; the policy keeps browsers from applying it


class Detector(HTMLParser):
    """Reads HTML as a browser does and notes what would run, load or lead astray."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: list[str] = []
        self.is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", OWN[0]).startswith(OWN) and (tag != "script" or "src" in given)
        self.is_data = given.get("type", "") in ("application/ld+json", "application/json")
        fine = (ours or self.is_data) if tag == "script" else tag == "iframe" and ours
        if tag == MARK or (tag in RUNS and not fine):
            self.found.append(tag)
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.found.append("refresh")
        for name, value in given.items():
            clean = "".join(char for char in value if char > " ").lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}")
            if name in LEADS and clean.startswith(SCHEMES):
                self.found.append(f"{tag} {name}={value[:40]}")

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.is_data = False


def dangers(html: str) -> list[str]:
    return Detector(html).found


def test_detector_finds_what_is_not_made_harmless() -> None:
    """The control: the same texts, unsanitised."""
    loud = [
        text for text in (*CORE, *RAW) if text.startswith(("<", '">', "'>")) and " " not in text[:2]
    ]
    found = [text for text in loud if dangers(f"<p>{text}</p>")]

    assert len(found) > 25
    assert all(dangers(f'<a href="{address}">x</a>') for address in ADDRESSES[:5])
    assert dangers(f'<a href="{CORE[4]}">x</a>')
    assert in_json(json.dumps({"body_html": CORE[0]}))
    assert len(PAYLOADS) > 80


def strings(data: Any) -> Iterator[tuple[str, str]]:
    """All texts of a JSON document, each with the name that it stands under."""
    pairs = data.items() if isinstance(data, dict) else (("", each) for each in data)
    for name, value in pairs:
        if isinstance(value, dict | list):
            yield from strings(value)
        elif isinstance(value, str):
            yield name, value


def text_of(answer: Any) -> str:
    """What is given part by part is read once."""
    return str(answer.getvalue().decode(errors="replace"))


def faults(answer: Any, text: str | None = None) -> list[str]:
    """What of an answer of any kind would run in a browser or in a reader of feeds."""
    kind, text = answer.headers["Content-Type"], text_of(answer) if text is None else text
    if answer.headers["X-Content-Type-Options"] != "nosniff":
        return ["may be sniffed"]
    if kind.startswith("text/html"):
        page = Detector(text)
        inner = [fault for part in page.data for fault in in_json(part)]
        return page.found + inner
    if "json" in kind:
        return in_json(text)
    if "xml" in kind:
        texts = [
            "".join(element.itertext())
            for element in ET.fromstring(text).iter()
            if element.get("type") in ("html", "xhtml") or element.tag == "description"
        ]
        return [fault for each in texts for fault in dangers(each)]
    assert kind.startswith(("text/plain", "text/csv", "image/png")), kind
    return []


def in_json(text: str) -> list[str]:
    """HTML stands in fields that say so, and in the description of a posting."""
    data = json.loads(text)
    if not isinstance(data, dict | list):
        return []
    posting = isinstance(data, dict) and data.get("@type") == "JobPosting"
    return [
        fault
        for name, value in strings(data)
        if name.endswith("html") or (posting and name == "description")
        for fault in dangers(value)
    ]


def packed(payloads: Iterator[str], room: int) -> str:
    """As many payloads as fit, at least a piece of one."""
    text = next(payloads)
    while min(room, 3_000) > len(text) + 60:
        text += "\n\n" + next(payloads)
    return text[:room]


def is_free(field: Any) -> bool:
    """A column that takes any text."""
    if not isinstance(field, models.CharField | models.TextField) or isinstance(
        field, models.SlugField | models.URLField | models.EmailField
    ):
        return False
    machine = ("currency", "country", "region_code", "password", "normalized", "specialism")
    return field.editable and not field.choices and field.name not in machine


def texts_for(model: type[models.Model], payloads: Iterator[str]) -> dict[str, str]:
    return {
        field.name: packed(
            payloads, 1_000 if field.name == "ai_screening" else field.max_length or 3_000
        )
        for field in model._meta.concrete_fields
        if is_free(field)
    }


def write_everywhere(world: World, turn: int) -> None:
    """Hostile text into each column of each thing; jobs and pages by their actions."""
    stream = islice((PAYLOADS[n % len(PAYLOADS)] for n in count()), turn * 29, None)
    role = world.role
    for factory in (
        RoleSynonymFactory,
        RoleSkillFactory,
        RoleResponsibilityFactory,
        RoleNeighborFactory,
    ):
        factory(role=role)
    guide, job = world.guide, world.job
    skills = [link.skill for link in role.skill_links.all()]
    tasks = [link.responsibility for link in role.responsibility_links.all()]
    rows: list[Any] = [
        role,
        guide.topic,
        guide.author,
        world.benchmark,
        world.benchmark.source,
        job.company,
    ]
    rows += [
        *role.synonyms.all(),
        *role.neighbor_links.all(),
        *skills,
        *tasks,
        *Place.objects.all(),
    ]
    for row in rows:
        for name, text in texts_for(type(row), stream).items():
            setattr(row, name, text.replace("\n", " ") if name != "about" else text)
        row.save()
    # The factory renders and saves what `publish_guide` would refuse, so that the second wall is tried too.
    own = {"topic": guide.topic, "author": guide.author, "roles": [role]}
    world.guide = LiveGuideFactory(**texts_for(Guide, stream), **own)
    cite_figures(world.guide)
    words = texts_for(type(job), stream) | {"external_id": "x"}
    world.job = OpenJobFactory(primary_role=role, company=job.company, **words)
    for name, text in texts_for(type(world.page), stream).items():
        setattr(world.page, name, text)
    save_page(page=world.page)


def desk_addresses(world: World) -> Iterator[str]:
    for model in desk._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add") if model._meta.model_name != "panelfault" else "/admin/"
        for thing in model._default_manager.all()[:3]:
            yield reverse(f"{name}_change", args=[thing.pk])
            yield reverse(f"{name}_history", args=[thing.pk])
    yield reverse("admin:guides_guide_draft", args=[world.guide.pk])
    yield reverse("admin:guides_guide_compare", args=[world.guide.pk])
    yield reverse("admin:guides_guide_share", args=[world.guide.pk])
    yield reverse("admin:guides_guide_revision", args=[world.guide.pk, 1])
    yield reverse("admin:guides_guide_restore", args=[world.guide.pk, 1])
    yield reverse("admin:guides_guide_decide", args=[world.guide.pk])
    yield reverse("admin:jobs_job_review", args=[world.job.pk])
    yield reverse("admin:taxonomy_role_merge", args=[world.role.pk])
    yield reverse("admin:panels")


@pytest.mark.dealt
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_markup_in_texts_runs_nowhere_on_the_site(turn: int, world: World) -> None:
    write_everywhere(world, turn)
    client = Client()
    addresses = [world.address(route) for route in public_routes()]
    addresses += [f"/api/v1/jobs/?role={world.role.slug}", f"/jobs/?role={world.role.slug}"]
    wrong, seen = [], 0
    for address in addresses:
        answer = client.get(address)

        assert answer.status_code == 200, address
        if answer.headers["Content-Type"] == "image/png":
            continue
        text = text_of(answer)
        seen += MARK in text or "alert(1)" in text
        wrong += [(address, fault) for fault in faults(answer, text)]

    assert wrong == []
    assert seen > len(addresses) / 2  # the texts were there


def test_markup_in_texts_runs_nowhere_on_the_desk(world: World) -> None:
    write_everywhere(world, turn=0)
    client = world.client("superuser")
    wrong, seen = [], 0
    for address in desk_addresses(world):
        answer = client.get(address)

        if answer.status_code in (403, 302):
            continue
        assert answer.status_code == 200, address
        seen += MARK in answer.text or "alert(1)" in answer.text
        wrong += [(address, fault) for fault in faults(answer) if fault != STOCK]

    assert wrong == []
    assert seen > 20


def test_control_characters_break_no_feed(world: World) -> None:
    """XML can't write them, and one entry that can't be written is a feed that can't be read."""
    odd = "Bell \x07, tab \x0b, escape \x1b[2J, \x01\ufffe"
    rows: list[Any] = [world.guide, world.guide.topic, world.guide.author, world.role]
    for row in (*rows, world.job.company):
        for field in type(row)._meta.concrete_fields:
            if field.name in ("title", "name", "standfirst", "description", "bio", "definition"):
                setattr(row, field.name, odd)
        row.save()
    type(world.job).objects.update(title=odd, pay_label=odd, place_label=odd)
    for route in public_routes():
        answer = Client().get(world.address(route))

        assert answer.status_code == 200, route.name
        assert faults(answer) == [], route.name
