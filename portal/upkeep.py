"""What has to be cleared away now and then: `manage.py catch_up` does it.

Apps register their steps when they are ready; each is quick where there is nothing to do.
"""

from collections.abc import Callable, Iterator

_steps: dict[str, Callable[[], int]] = {}


def upkeep(what: str, step: Callable[[], int]) -> None:
    """Register a step, which answers how many it saw to; `what` names those in the command's report."""
    _steps[what] = step


def run() -> Iterator[str]:
    """Take every step; what each did, in words."""
    for what, step in _steps.items():
        yield f"{what}: {step()}."
