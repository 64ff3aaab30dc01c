"""Demo content: every app brings `demo/loader.py`, found here and run in order.

A loader has `order` (small numbers first) and `load(step) -> None`, may be run again and again, and
goes through the actions that people's clicks go through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

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
        package = f"{config.name}.demo"
        if find_spec(package) and find_spec(f"{package}.loader"):
            module = import_module(f"{package}.loader")
            yield Loader(config.label, module.order, module.load)
