"""The pages that readers trust, from Markdown beside this file. What is there stays as it is."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from portal.demo import Step
from portal.site.actions import save_page
from portal.site.models import Page

order = 25  # guides link to them
CONTENT: Final = Path(__file__).parent / "content"


def load(step: Step) -> None:
    step("Pages")
    for path in sorted(CONTENT.glob("*.md")):
        _, matter, body = path.read_text().split("+++\n", 2)
        values = tomllib.loads(matter)
        if Page.objects.filter(slug=values["slug"]).exists():
            continue
        columns = {name: values[name] for name in ("slug", "title", "description")}
        save_page(
            page=Page(body=body.strip(), **columns), updated_at=_instant(values["updated_at"])
        )


def _instant(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
