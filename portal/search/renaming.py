"""Things are found by names of others too: what happens when such a name changes."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_save


def when_renamed[Named: Model](
    model: type[Named], names: tuple[str, ...], act: Callable[[Named], object]
) -> None:
    """Act after each save that changes one of the columns; a new row has nothing yet that names it."""

    def before(instance: Any, **kwargs: Any) -> None:
        rows = model._default_manager.filter(pk=instance.pk).values_list(*names)
        stored = None if instance.pk is None else rows.first()
        said = tuple(getattr(instance, name) for name in names)
        vars(instance)[key] = stored not in (None, said)

    def after(instance: Any, **kwargs: Any) -> None:
        if vars(instance).pop(key):
            act(instance)

    key = f"{act.__module__}.names.{model._meta.label_lower}"
    pre_save.connect(before, sender=model, weak=False, dispatch_uid=f"{key}.before")
    post_save.connect(after, sender=model, weak=False, dispatch_uid=key)
