"""Models whose every save and deletion changes topics."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.freshness.topics import changed


def watch[Item: models.Model](
    model: type[Item], topics_of: Callable[[Item], Iterable[str]]
) -> None:
    """Let every save, deletion and change of a many-to-many field change the topics of the row.

    `QuerySet.update` and the bulk methods send no signal: who calls them calls `changed` too.
    """

    def tell(instance: Item, **kwargs: Any) -> None:
        changed(*topics_of(instance))

    key = f"freshness:{model._meta.label}"
    post_save.connect(tell, model, weak=False, dispatch_uid=f"{key}:save")
    post_delete.connect(tell, model, weak=False, dispatch_uid=f"{key}:delete")
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through
        tell_rows = partial(_tell_rows, model, field.name, topics_of)
        m2m_changed.connect(tell_rows, through, weak=False, dispatch_uid=f"{key}:{field.name}")


def _tell_rows(
    watched: type[Any],
    field: str,
    topics_of: Callable[[Any], Iterable[str]],
    /,
    *,
    instance: Any,
    action: str,
    reverse: bool,
    pk_set: set[Any] | None,
    **kwargs: Any,
) -> None:
    """`instance` is of the watched model, or (`reverse`) one that its rows point to."""
    if not action.startswith("post_") and (action, reverse) != ("pre_clear", True):
        return
    if not reverse:
        changed(*topics_of(instance))
        return
    rows = watched._base_manager.filter(
        **({field: instance} if pk_set is None else {"pk__in": pk_set})
    )
    for row in rows:
        changed(*topics_of(row))
