"""The pages that readers trust, from Markdown beside this file."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from portal.demo import Step
from portal.site.actions import save_page
from portal.site.models import Page

order = 50
CONTENT: Final = Path(__file__).parent / "content"


def load(step: Step) -> None:
    step("Pages")
    for path in sorted(CONTENT.glob("*.md")):
        _, matter, body = path.read_text().split("+++\n", 2)
        values = tomllib.loads(matter)
        page = Page.objects.filter(slug=values["slug"]).first() or Page(slug=values["slug"])
        page.title, page.description = values["title"], values["description"]
        if page.body != body.strip() or not page.pk:
            page.body = body.strip()
            save_page(page=page, updated_at=_instant(values["updated_at"]))


def _instant(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
