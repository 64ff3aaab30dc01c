"""Demo content: every app brings `demo/loader.py`, found here and run in order.

A loader has `order` (small numbers first) and `load(step) -> None`, may be run again and again, and
goes through the actions that people's clicks go through.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from django.apps import apps
from django.utils.module_loading import module_has_submodule

type Step = Callable[[str], None]

_loading: Final = ContextVar("portal.demo", default=False)


def is_made_up() -> bool:
    """Whether what happens now is part of loading the demo: nobody is written to, no other site is asked."""
    return _loading.get()


@contextmanager
def _made_up() -> Iterator[None]:
    token = _loading.set(True)
    try:
        yield
    finally:
        _loading.reset(token)


@dataclass(frozen=True)
class Loader:
    app: str
    order: int
    run: Callable[[Step], None]

    def load(self, step: Step) -> None:
        with _made_up():
            self.run(step)


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
