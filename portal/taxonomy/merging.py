"""What hangs on a role, and how it moves to another when the two are merged.

A row that would stand twice is a clash. A link that lives and dies with the role is left out then; for
any other row the app that owns it registers, when it is ready, how a clash is settled, as
`salaries.apps` does. Where nobody has, the merge fails as a whole rather than lose the row.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from portal.accounts.models import User
from portal.taxonomy.models import Role

# Gets the row that clashes, the role that stays, and who merges. Saves the row under that role, so that
# it no longer clashes.
type Settle = Callable[[Any, Role, User | None], None]

# Gets the role that stays, the one that goes, and who merges; entered before anything moves.
type Around = Callable[[Role, Role, User | None], AbstractContextManager[None]]

_settled: Final[dict[type[models.Model], Settle]] = {}
_around: Final[list[Around]] = []


def settle_clashes(model: type[models.Model], settle: Settle) -> None:
    """Register what becomes of a model's row that would stand twice."""
    _settled[model] = settle


def around_merges(act: Around) -> None:
    """Register what an app does before and after its rows move."""
    _around.append(act)


def relations() -> list[models.ManyToOneRel]:
    """Every foreign key to a role: histories and the tables behind many-to-many fields too."""
    fields = Role._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, models.ManyToOneRel)]


def move_all(*, keep: Role, gone: Role, by: User | None) -> None:
    """Point everything to the role that stays: one UPDATE for each relation, and more where rows clash."""
    with ExitStack() as stack:
        for act in _around:
            stack.enter_context(act(keep, gone, by))
        for relation in relations():
            _move_relation(relation, keep, gone, by)


def _move_relation(relation: models.ManyToOneRel, keep: Role, gone: Role, by: User | None) -> None:
    if relation.related_model._meta.auto_created:
        _move_links(relation, keep, gone)
    elif not _moved(_rows(relation, gone), relation.field.name, keep):
        for row in _rows(relation, gone).order_by("pk"):
            _move_row(row, relation, keep, by)


def _rows(relation: models.ManyToOneRel, role: Role) -> models.QuerySet[Any]:
    return relation.related_model._base_manager.filter(**{relation.field.name: role})


def _moved(rows: models.QuerySet[Any], name: str, keep: Role) -> bool:
    """Whether all of the rows could move at once."""
    try:
        with transaction.atomic():
            rows.update(**{name: keep})
    except IntegrityError:
        return False
    return True


def _move_row(row: Any, relation: models.ManyToOneRel, keep: Role, by: User | None) -> None:
    model = type(row)
    if _moved(model._base_manager.filter(pk=row.pk), relation.field.name, keep):
        return
    if settle := _settled.get(model):
        settle(row, keep, by)
    elif relation.on_delete is models.CASCADE:
        row.delete()
    else:
        raise IntegrityError(f"{row!r} clashes, and nobody has said what becomes of it.")


def _move_links(relation: models.ManyToOneRel, keep: Role, gone: Role) -> None:
    """The table behind a many-to-many field: what is linked to both roles stays linked once."""
    name, fields = relation.field.name, relation.related_model._meta.fields
    other = next(field.name for field in fields if field.is_relation and field.name != name)
    already = _rows(relation, keep).values(other)
    _rows(relation, gone).exclude(**{f"{other}__in": already}).update(**{name: keep})
    _rows(relation, gone).delete()
