from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.markdown import render
from portal.site.models import Page


@transaction.atomic
def save_page(*, page: Page, updated_at: datetime | None = None) -> None:
    """Render the text and save the page; readers see it at once."""
    page.body_html = render(page.body).html
    page.updated_at = updated_at or timezone.now()
    page.save()
