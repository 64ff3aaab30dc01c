"""What people do with guides. The admin, the demo content and later the API call the same ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guides.models import FormerGuideSlug, Guide, GuideEvent, GuideRevision, free_address
from guides.rendering import render_guide
from portal.accounts.models import User
from portal.freshness import changed
from portal.markdown import Problem
from portal.publishing import actions as publishing
from portal.publishing.errors import StaleRevision

ENDS_TOO_SOON: Final = "Choose an instant that lies ahead, after the guide goes live."


class NotPublishable(Exception):
    """The text has errors that readers would stumble over; `problems` lists them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("Mend these first: " + " ".join(str(problem) for problem in problems))
        self.problems = problems


def topics_of(guide: Guide) -> tuple[str, ...]:
    return ("guides", f"guide:{guide.pk}")


@transaction.atomic
def create_guide(*, values: Mapping[str, Any], by: User | None, comment: str = "") -> Guide:
    """Start a guide with its first revision."""
    _refuse_taken_slug(values["slug"])
    # The revision stores the picture, and the row takes its name from there.
    columns = {name: value for name, value in values.items() if name not in ("roles", "cover")}
    guide = Guide.objects.create(**columns)
    publishing.save_revision(item=guide, values=values, by=by, base=0, comment=comment)
    publishing.record(guide, GuideEvent.Kind.CREATED, by=by, revision=1)
    return guide


@transaction.atomic
def save_guide(
    *, guide: Guide, values: Mapping[str, Any], by: User | None, base: int, comment: str = ""
) -> GuideRevision:
    """Save what was written; readers see nothing of it before it is published.

    Raises `StaleRevision` if somebody saved after revision `base`.
    """
    _refuse_taken_slug(values["slug"], guide)
    revision: GuideRevision = publishing.save_revision(
        item=guide, values=values, by=by, base=base, comment=comment
    )
    return revision


@transaction.atomic
def publish_guide(
    *,
    guide: Guide,
    by: User | None,
    revision: GuideRevision | None = None,
    at: datetime | None = None,
    until: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Make a revision (the latest, if not given) what readers see, from `at` on.

    Raises `NotPublishable` with the errors in the text, `StaleRevision` if a revision after the one that
    the editor has `seen` was saved, `ValidationError` if it would end before it is live, and `WrongState`
    if the guide is gone meanwhile.
    """
    start = publishing.live_from(guide, at)
    revision = revision or guide.revisions.latest("number")
    if seen is not None and seen != revision.number:
        raise StaleRevision(guide, seen)
    if until and until <= max(start, timezone.now()):
        raise ValidationError({"unpublish_at": ENDS_TOO_SOON})
    rendered = render_guide(revision)
    if errors := [problem for problem in rendered.problems if problem.level == "error"]:
        raise NotPublishable(errors)
    _refuse_taken_slug(revision.slug, guide)
    before = Guide.objects.values_list("slug", "live_number").get(pk=guide.pk)
    derived = {**rendered.columns(), "unpublish_at": until}
    publishing.publish_revision(item=guide, revision=revision, by=by, at=start, derived=derived)
    _keep_address(guide, *before)
    changed(*topics_of(guide))


@transaction.atomic
def unpublish_guide(*, guide: Guide, by: User | None, note: str = "") -> None:
    """Take a guide off the site at once; its revisions stay."""
    publishing.close(item=guide, by=by, note=note)
    changed(*topics_of(guide))


@transaction.atomic
def submit_guide(*, guide: Guide, by: User | None) -> None:
    publishing.submit(item=guide, by=by)


@transaction.atomic
def return_guide(*, guide: Guide, by: User | None, reason: str) -> None:
    publishing.send_back(item=guide, by=by, reason=reason)


def _refuse_taken_slug(slug: str, guide: Guide | None = None) -> None:
    try:
        free_address(slug)
    except ValidationError as taken:
        raise ValidationError({"slug": taken}) from taken
    others = Guide.objects.exclude(pk=guide.pk) if guide else Guide.objects.all()
    if others.filter(slug=slug).exists():
        raise ValidationError({"slug": f"Another guide already stands at “{slug}”."})


def _keep_address(guide: Guide, slug: str, live_number: int | None) -> None:
    """Let an address that readers know redirect to the present one, in one hop."""
    FormerGuideSlug.objects.filter(slug=guide.slug).delete()
    if live_number is not None and slug != guide.slug:
        FormerGuideSlug.objects.update_or_create(slug=slug, defaults={"guide": guide})
