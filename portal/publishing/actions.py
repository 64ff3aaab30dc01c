"""Steps of every publishable thing: save a revision, submit, return, publish, close.

Apps wrap these in actions of their own (which check, render and tell others). Each step is one
conditional UPDATE that must hit exactly one row, so that of many at once one wins.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.errors import StaleRevision, WrongState
from portal.publishing.models import (
    SUBMITTABLE,
    Event,
    Publishable,
    Revision,
    Status,
    content_fields,
    content_relations,
)


def _content(item: Publishable) -> type[models.Model]:
    """The abstract content model that a row and its revisions share."""
    return next(
        base
        for base in type(item).__mro__
        if issubclass(base, models.Model)
        and base is not models.Model
        and base._meta.abstract
        and not issubclass(base, Publishable)
    )


@transaction.atomic
def save_revision(
    *,
    item: Publishable,
    values: Mapping[str, Any],
    by: User | None,
    base: int,
    comment: str = "",
) -> Any:
    """Save what a person wrote as a new revision; raises `StaleRevision` if it isn't built on the latest.

    `values` holds every field of the content, many-to-many ones as iterables of objects. While the
    thing has never been public, the row shows the same, so that lists name it by what was last saved.
    """
    content = _content(item)
    latest = type(item)._default_manager.filter(pk=item.pk, latest_number=base)
    if not latest.update(latest_number=base + 1):
        raise StaleRevision(item, base)
    columns = {name: values[name] for name in content_fields(content)}
    relations = {name: list(values[name]) for name in content_relations(content)}
    revision: Revision = item.revisions.model(  # type: ignore[attr-defined]  # declared by the app
        item=item, number=base + 1, created_by=by, comment=comment, **columns
    )
    revision.save()
    _set_relations(revision, relations, is_new=True)
    item.latest_number = base + 1
    # Asked under the row's lock: somebody may have published it since the item was read.
    if type(item)._default_manager.filter(pk=item.pk, live_number=None).exists():
        # From the revision: saving it gave an uploaded file the name under which it is stored.
        _write(item, {name: getattr(revision, name) for name in columns})
        _set_relations(item, relations, is_new=base == 0)
    return revision


@transaction.atomic
def live_from(item: Publishable, at: datetime | None = None) -> datetime:
    """From when a revision published now is public: `at`, or the instant that holds already, or now.

    Something scheduled so keeps its day, and to look it up holds the row until the transaction ends.
    """
    if at is not None:
        return at
    rows = type(item)._default_manager.select_for_update().filter(pk=item.pk)
    kept = rows.filter(status=Status.PUBLISHED).values_list("published_at", flat=True).first()
    return kept or timezone.now()


@transaction.atomic
def publish_revision(
    *,
    item: Publishable,
    revision: Any,
    by: User | None,
    at: datetime | None = None,
    allowed: Collection[str] = tuple(Status),
    derived: Mapping[str, Any] | None = None,
    note: str = "",
    moment: datetime | None = None,
) -> None:
    """Copy a revision to the row and make it public from `at` (see `live_from`).

    `derived` holds the columns that an app computes from the content, such as rendered text. It counts as
    done at the `moment`: now, if none is given. Raises `WrongState` if the status is none of `allowed`.
    """
    moment = moment or timezone.now()
    content, start = _content(item), live_from(item, at)
    columns = {name: getattr(revision, name) for name in content_fields(content)}
    columns |= dict(derived or {})
    columns |= {
        "published_at": start,
        "changed_at": max(moment, start),
        "live_number": revision.number,
    }
    _move(item, allowed=allowed, to=Status.PUBLISHED, step="published", columns=columns)
    _set_relations(
        item, {name: list(getattr(revision, name).all()) for name in content_relations(content)}
    )
    record(item, Event.Kind.PUBLISHED, by=by, revision=revision.number, note=note, at=moment)


@transaction.atomic
def submit(
    *,
    item: Publishable,
    by: User | None,
    note: str = "",
    allowed: Collection[str] = SUBMITTABLE,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Hand a draft over for review."""
    _move(item, allowed=allowed, to=Status.IN_REVIEW, step="submitted", columns=columns)
    record(item, Event.Kind.SUBMITTED, by=by, revision=item.latest_number, note=note)


@transaction.atomic
def send_back(*, item: Publishable, by: User | None, reason: str) -> None:
    """Return what was submitted, with a reason that its author reads; an empty reason is refused."""
    if not reason.strip():
        raise ValueError("A reason is needed.")
    _move(item, allowed=(Status.IN_REVIEW,), to=Status.RETURNED, step="returned")
    record(item, Event.Kind.RETURNED, by=by, revision=item.latest_number, note=reason)


@transaction.atomic
def close(
    *, item: Publishable, by: User | None, note: str = "", columns: Mapping[str, Any] | None = None
) -> None:
    """Take a published thing off the site."""
    _move(
        item,
        allowed=(Status.PUBLISHED,),
        to=Status.CLOSED,
        step="taken off the site",
        columns=columns,
    )
    record(item, Event.Kind.CLOSED, by=by, revision=item.live_number, note=note)


def record(
    item: Publishable,
    kind: str,
    *,
    by: User | None,
    revision: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Any:
    """Who did what, when (now, if nothing is given) and why; the event."""
    events = item.events  # type: ignore[attr-defined]  # declared by the app
    return events.create(kind=kind, by=by, revision=revision, note=note, at=at or timezone.now())


def _move(
    item: Publishable,
    *,
    allowed: Collection[str],
    to: Status,
    step: str,
    columns: Mapping[str, Any] | None = None,
) -> None:
    values = {**(columns or {}), "status": to}
    rows = type(item)._default_manager.filter(pk=item.pk, status__in=allowed)
    if not rows.update(**values):
        raise WrongState(item, step)
    for name, value in values.items():
        setattr(item, name, value)


def _write(item: Publishable, columns: Mapping[str, Any]) -> None:
    type(item)._default_manager.filter(pk=item.pk).update(**columns)
    for name, value in columns.items():
        setattr(item, name, value)


def _set_relations(
    thing: models.Model,
    relations: Mapping[str, Iterable[models.Model]],
    *,
    is_new: bool = False,
) -> None:
    """A new thing has none yet, and isn't asked for them."""
    for name, objects in relations.items():
        related = getattr(thing, name)
        if is_new:
            related.add(*objects)
        else:
            related.set(objects)
