"""Content that isn't public, drawn as readers will see it, and links that show it to the signed out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides.models import Guide, GuideContent, GuideRevision
from guides.pictures import cover_gap
from guides.rendering import render_guide
from portal.links import absolute
from portal.panels import fill_all
from portal.publishing.models import content_fields
from portal.taxonomy.models import Role

LASTS: Final = timedelta(days=7)
_SALT: Final = "guides.preview"
_address = absolute("guides:preview")


def draw(
    request: HttpRequest, content: GuideContent, roles: Sequence[Role], **more: Any
) -> HttpResponse:
    """An article, framed by nothing but the site itself; `more` goes to the template."""
    rendered = render_guide(content)
    written = {name: getattr(content, name, None) for name in content_fields(GuideContent)}
    guide = Guide(**{name: value for name, value in written.items() if value is not None})
    for name, value in rendered.columns().items():
        setattr(guide, name, value)
    texts = (guide.tldr_html, guide.body_html, cover_gap(guide))
    tldr, body, cover = fill_all(texts, notices=True)
    context = {"guide": guide, "tldr": tldr, "body": body, "cover": cover, "roles": roles}
    context |= {"problems": rendered.problems, "is_preview": True}
    return render(request, "guides/detail.html", context | more)


def link_to(guide: Guide, number: int | None = None) -> tuple[str, datetime]:
    """An address that shows a revision, or what was saved last, to whoever holds it; until when."""
    token = signing.dumps([guide.pk, number], salt=_SALT)
    return _address(token), timezone.now() + LASTS


def opened(token: str) -> tuple[GuideRevision, datetime]:
    """What the link shows, and until when.

    Raises `SignatureExpired`, `BadSignature` for what is no link of ours, and `GuideRevision.DoesNotExist`
    once the guide is deleted or put away.
    """
    pk, number = signing.loads(token, salt=_SALT, max_age=LASTS)
    shown = GuideRevision.objects.filter(item=pk, item__archived_at=None)
    shown = shown.select_related("topic", "author", "reviewer", "cover")
    revision = shown.get(number=number) if number else shown.latest("number")
    return revision, _made_at(token) + LASTS


def _made_at(token: str) -> datetime:
    seconds = signing.b62_decode(token.split(":")[1])
    return datetime.fromtimestamp(seconds, timezone.get_default_timezone())
