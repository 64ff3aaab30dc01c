"""What people do with guides. The admin, the demo content and later the API call the same ones."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from guides.checks import check_guide, errors_in, named
from guides.citing import record_citations
from guides.letters import tell_of_return
from guides.linking import record_links
from guides.models import (
    SUBMITTABLE,
    FormerGuideSlug,
    Guide,
    GuideContent,
    GuideEvent,
    GuideRevision,
    free_address,
)
from guides.rendering import render_guide
from guides.search import KIND
from portal.accounts.models import User
from portal.freshness import changed
from portal.markdown import Problem
from portal.publishing import actions as publishing
from portal.publishing.diff import values_of
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import Status
from portal.search.indexing import index, remove

ENDS_TOO_SOON: Final = "Choose an instant that lies ahead, after the guide goes live."
IS_LIVE: Final = (
    "Readers see this guide already, and would lose it until then. Save the edit and schedule it, which keeps "
    "what they see until that instant, or publish it at once."
)
# What becomes of a scheduled edit once somebody decides otherwise.
UNSCHEDULED: Final[Mapping[str, Any]] = {"next_number": None, "next_at": None, "edit_refused": ""}


class NotPublishable(Exception):
    """The guide has errors that readers would stumble over; `problems` lists them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("Mend these first: " + " ".join(map(named, problems)))
        self.problems = problems


def topics_of(guide: Guide) -> tuple[str, ...]:
    return ("guides", f"guide:{guide.pk}")


@transaction.atomic
def create_guide(*, values: Mapping[str, Any], by: User | None, comment: str = "") -> Guide:
    """Start a guide with its first revision."""
    columns = {name: value for name, value in values.items() if name != "roles"}
    with _own_address(values["slug"]):
        guide = Guide.objects.create(**columns)
    publishing.save_revision(item=guide, values=values, by=by, base=0, comment=comment)
    publishing.record(guide, GuideEvent.Kind.CREATED, by=by, revision=1)
    return guide


@transaction.atomic
def save_guide(
    *, guide: Guide, values: Mapping[str, Any], by: User | None, base: int, comment: str = ""
) -> GuideRevision:
    """Save what was written; readers see nothing of it before it is published.

    Raises `StaleRevision` if somebody saved after revision `base`, `ValidationError` if the address is
    another's, and `WrongState` if the guide is put away.
    """
    hold(guide, "saved")
    with _own_address(values["slug"], guide):
        revision: GuideRevision = publishing.save_revision(
            item=guide, values=values, by=by, base=base, comment=comment
        )
    return revision


@transaction.atomic
def restore_guide(*, guide: Guide, number: int, by: User | None, base: int) -> GuideRevision:
    """Save an older revision again, as the latest; readers see nothing of it before it is published.

    Raises `GuideRevision.DoesNotExist`, and what `save_guide` raises: another guide may have taken the
    address since.
    """
    older = guide.revisions.get(number=number)
    return save_guide(
        guide=guide,
        values=values_of(older, GuideContent),
        by=by,
        base=base,
        comment=f"Restored from revision {number}",
    )


@transaction.atomic
def publish_guide(
    *,
    guide: Guide,
    by: User | None,
    revision: GuideRevision | None = None,
    at: datetime | None = None,
    until: datetime | None = None,
    seen: int | None = None,
    moment: datetime | None = None,
) -> None:
    """Make a revision (the latest, if not given) what readers see, from `at` on; that approves it too.

    What was decided about a later revision holds; an edit that was scheduled is so no more. It counts as
    done at the `moment`: now, if none is given.

    Raises `NotPublishable` with the errors in the text, `StaleRevision` if a revision after the one that
    the editor has `seen` was saved, `ValidationError` if it would end before it is live, if it is live and
    would vanish until `at`, or if the address is another's, and `WrongState` if the guide is put away or
    gone meanwhile.
    """
    hold(guide, "published", seen)
    start = publishing.live_from(guide, at)
    revision = revision or guide.revisions.latest("number")
    now = moment or timezone.now()
    if start > now and Guide.objects.public(now).filter(pk=guide.pk).exists():
        raise ValidationError({"published_at": IS_LIVE})
    if until and until <= max(start, now):
        raise ValidationError({"unpublish_at": ENDS_TOO_SOON})
    rendered = render_guide(revision)
    if errors := errors_in(check_guide(revision, revision.roles.all(), rendered)):
        raise NotPublishable(errors)
    before = Guide.objects.values_list("slug", "live_number").get(pk=guide.pk)
    derived = {**rendered.columns(), **UNSCHEDULED, "unpublish_at": until}
    derived |= _decided(guide, revision.number)
    with _own_address(revision.slug, guide):
        publishing.publish_revision(
            item=guide, revision=revision, by=by, at=start, derived=derived, moment=now
        )
    _keep_address(guide, *before)
    record_citations(guide=guide, by=by)
    record_links(guide=guide, links=rendered.links)
    index(KIND, [guide.pk])
    changed(*topics_of(guide))


@transaction.atomic
def unpublish_guide(*, guide: Guide, by: User | None, note: str = "") -> None:
    """Take a guide off the site at once; its revisions stay. `WrongState` if it isn't published."""
    publishing.close(item=guide, by=by, note=note, columns=UNSCHEDULED)
    remove(KIND, [guide.pk])
    changed(*topics_of(guide))


@transaction.atomic
def submit_guide(*, guide: Guide, by: User | None, seen: int | None = None) -> None:
    """Hand a draft, what was returned or what was taken off the site over to the editors.

    It counts as approved no more. Raises `WrongState`, and `StaleRevision` if a revision after the one
    `seen` was saved.
    """
    hold(guide, "submitted", seen)
    publishing.submit(
        item=guide,
        by=by,
        allowed=SUBMITTABLE,
        columns={"returned_number": None, "approved_number": None},
    )


@transaction.atomic
def approve_guide(
    *, guide: Guide, by: User | None, seen: int | None = None, note: str = ""
) -> None:
    """Say that the latest revision may go live; whoever saves another makes that void.

    Raises `WrongState` if it doesn't wait for a decision, and `StaleRevision` if a revision after the one
    `seen` was saved.
    """
    number = hold(guide, "approved", seen)
    waiting = Guide.objects.to_review().filter(pk=guide.pk, latest_number=number)
    if not waiting.update(approved_number=number):
        raise WrongState(guide, "approved")
    publishing.record(guide, GuideEvent.APPROVED, by=by, revision=number, note=note)


@transaction.atomic
def return_guide(*, guide: Guide, by: User | None, reason: str, seen: int | None = None) -> None:
    """Give what was submitted, or an edit of what is live, back to its author, who gets a letter.

    What is live stays so; an edit that was scheduled goes live no more. Raises `ValueError` without a
    reason, `WrongState` if there is nothing to return, and `StaleRevision` if a revision after the one
    `seen` was saved.
    """
    if not reason.strip():
        raise ValueError("A reason is needed.")
    number = hold(guide, "returned", seen)
    back = Case(
        When(status=Status.IN_REVIEW, then=Value(Status.RETURNED.value)), default=F("status")
    )
    waiting = Guide.objects.returnable().filter(pk=guide.pk, latest_number=number)
    decided = {"returned_number": number, "approved_number": None, "edit_refused": ""}
    if not waiting.update(status=back, **decided):
        raise WrongState(guide, "returned")
    if Guide.objects.filter(pk=guide.pk, next_number=number).update(**UNSCHEDULED):
        changed(*topics_of(guide))
    guide.refresh_from_db(fields=("status", *decided, *UNSCHEDULED))
    event = publishing.record(
        guide, GuideEvent.Kind.RETURNED, by=by, revision=number, note=reason.strip()
    )
    tell_of_return(guide, event)


@transaction.atomic
def archive_guide(*, guide: Guide, by: User | None, note: str = "") -> None:
    """Put away what isn't public: off the lists, and read only until it is taken back.

    Raises `WrongState` if it is live or scheduled, or put away already.
    """
    now = timezone.now()
    closed = Case(
        When(status=Status.PUBLISHED, then=Value(Status.CLOSED.value)), default=F("status")
    )
    over = Guide.objects.at_work().over().filter(pk=guide.pk)
    if not over.update(archived_at=now, status=closed, **UNSCHEDULED):
        raise WrongState(guide, "put away")
    guide.refresh_from_db(fields=("status", "archived_at", *UNSCHEDULED))
    remove(KIND, [guide.pk])
    publishing.record(guide, GuideEvent.ARCHIVED, by=by, revision=guide.latest_number, note=note)


@transaction.atomic
def unarchive_guide(*, guide: Guide, by: User | None, note: str = "") -> None:
    """Take back what was put away, as it stood. Raises `WrongState` if it wasn't."""
    if not Guide.objects.archived().filter(pk=guide.pk).update(archived_at=None):
        raise WrongState(guide, "taken from the archive")
    guide.archived_at = None
    publishing.record(guide, GuideEvent.TAKEN_BACK, by=by, revision=guide.latest_number, note=note)


def _decided(guide: Guide, number: int) -> dict[str, int | None]:
    """What stands decided once this revision is published: what was said of it and before is settled."""
    columns = ("approved_number", "returned_number")
    approved, returned = Guide.objects.values_list(*columns).get(pk=guide.pk)
    return {
        "approved_number": max(number, approved or 0),
        "returned_number": returned if returned and returned > number else None,
    }


def hold(guide: Guide, step: str, seen: int | None = None) -> int:
    """Lock the row until the transaction ends; its latest revision. What is put away is read only."""
    rows = Guide.objects.select_for_update().filter(pk=guide.pk)
    found = rows.values_list("latest_number", "archived_at").first()
    if found is None or found[1] is not None:
        raise WrongState(guide, step)
    number: int = found[0]
    if seen is not None and seen != number:
        raise StaleRevision(guide, seen)
    return number


@contextmanager
def _own_address(slug: str, guide: Guide | None = None) -> Iterator[None]:
    """Refuse an address that another guide has, or takes while this one is being written."""
    refuse_taken_slug(slug, guide)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        refuse_taken_slug(slug, guide)
        raise


def refuse_taken_slug(slug: str, guide: Guide | None = None) -> None:
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
