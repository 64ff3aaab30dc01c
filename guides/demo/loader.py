"""The five guides of the demo and their polls, from files beside this one. What is there already stays as it is."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from guides.actions import create_guide, publish_guide
from guides.demo.polls import load_polls
from guides.demo.roadmaps import load_roadmaps
from guides.demo.simulation import load_simulation
from guides.models import Author, Guide, Topic
from portal.accounts.models import User
from portal.demo import Step
from portal.pictures.models import Picture
from portal.taxonomy.models import Role

order = 30
CONTENT: Final = Path(__file__).parent / "content"


@transaction.atomic
def load(step: Step) -> None:
    step("Topics and authors")
    for place, row in enumerate(_rows("topics"), start=1):
        Topic.objects.get_or_create(slug=row.pop("slug"), defaults={**row, "order": 10 * place})
    for row in _rows("authors"):
        Author.objects.get_or_create(slug=row.pop("slug"), defaults=row)
    load_simulation(step)  # before the guides, which embed what there is to play with
    load_roadmaps(step)
    by = User.objects.filter(email="editor@example.org").first()
    load_polls(step, by)  # guides show them
    written = []
    for path in sorted(CONTENT.glob("*.md")):
        step(f"Guide: {path.stem}")
        written += _write_guide(path, by)
    # Once all are there: they link to each other.
    for guide, at in written:
        publish_guide(guide=guide, by=by, at=at)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((CONTENT / f"{name}.toml").read_text())[name]
    return rows


def _write_guide(path: Path, by: User | None) -> list[tuple[Guide, datetime]]:
    """The guide and the instant at which it goes live; one that is there already is left to staff."""
    _, matter, body = path.read_text().split("+++\n", 2)
    row = tomllib.loads(matter)
    if Guide.objects.filter(slug=row["slug"]).exists():
        return []
    values = {
        "title": row["title"],
        "slug": row["slug"],
        "standfirst": row["standfirst"],
        "tldr": "\n".join(row["tldr"]),
        "body": body.strip(),
        "topic": Topic.objects.get(slug=row["topic"]),
        "roles": list(Role.objects.filter(slug__in=row["roles"])),
        "author": Author.objects.get(slug=row["author"]),
        "reviewer": Author.objects.get(slug=row["reviewer"]),
        "cover": Picture.objects.filter(slug=row.get("cover", "")).first(),
        "seo_title": row["seo_title"],
        "seo_description": row["seo_description"],
        "reviewed_at": _day(row["reviewed_at"]),
        "review_by": _day(row["review_by"]),
    }
    guide = create_guide(values=values, by=by, comment="First version")
    return [(guide, _instant(row["published_at"]))]


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def _instant(value: object) -> datetime:
    instant = datetime.fromisoformat(str(value))
    return instant if instant.tzinfo else instant.replace(hour=instant.hour or 9, tzinfo=UTC)
