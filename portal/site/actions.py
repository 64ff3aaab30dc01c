from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.markdown import Problem, render
from portal.site.models import Page


def problems_of(body: str) -> list[Problem]:
    """What an editor should mend in the text of a page, line by line; a panel has no place there."""
    rendered = render(body)
    panels = [
        Problem("error", f"A page of text shows no panels: take “{call.name}” out.", call.line)
        for call in rendered.panels
    ]
    lines = {call.line for call in rendered.panels}  # what else a panel lacks is no matter
    others = [problem for problem in rendered.problems if problem.line not in lines]
    return sorted((*panels, *others), key=lambda problem: problem.line)


@transaction.atomic
def save_page(*, page: Page, updated_at: datetime | None = None) -> None:
    """Render the text and save the page; readers see it at once."""
    page.body_html = render(page.body).html
    page.updated_at = updated_at or timezone.now()
    page.save()
