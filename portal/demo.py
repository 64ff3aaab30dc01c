"""Demo content: every app brings `demo/loader.py`, found here and run in order.

A loader has `order` (small numbers first) and `load(step) -> None`, may be run again and again, and
goes through the actions that people's clicks go through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

type Step = Callable[[str], None]


@dataclass(frozen=True)
class Loader:
    app: str
    order: int
    load: Callable[[Step], None]


def loaders() -> list[Loader]:
    """The loaders of all installed apps, in their order."""
    return sorted(_found(), key=lambda loader: (loader.order, loader.app))


def _found() -> Iterator[Loader]:
    for config in apps.get_app_configs():
        if (
            config.module
            and config.name != __package__
            and module_has_submodule(config.module, "demo")
        ):
            module = import_module(f"{config.name}.demo.loader")
            yield Loader(config.label, module.order, module.load)
