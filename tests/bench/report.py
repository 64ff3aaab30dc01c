"""Ratios beside the goals, as a table on the screen, and as Markdown and JSON under var/bench/."""

import json
import os
import time
from collections.abc import Callable, Iterator
from operator import attrgetter
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.bench.databases import ROOT
from tests.bench.load import Load

type Loads = dict[tuple[str, str, str], list[Load]]

HIT: Final = 0.90  # of the limit
MISS: Final = {
    "guide": 0.20,  # of the floor
    "guide list": 0.12,
    "job list": 0.11,
    "job page": 0.18,
    "API": 0.15,
}
GROWTH: Final = 1.15  # as slow as the smallest database, at most
UNSTEADY: Final = (
    0.5  # (highest - lowest) / median of the rates; above it the machine was disturbed
)
COLUMNS: Final = (
    *("page", "jobs", "hit/s", "limit/s", "of limit", "by CPU"),
    *("miss/s", "floor/s", "of floor", "by CPU", "goal", "growth"),
)

rate: Callable[[Load], float] = attrgetter("rate")
cpu: Callable[[Load], float] = attrgetter("cpu")


def report(loads: Loads, sizes: list[str], pages: list[str], rounds: int) -> None:
    rows = list(table_rows(loads, sizes, pages))
    unsteady = sum(spread(found) > UNSTEADY for found in loads.values())
    head = (
        f"{time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {rounds} rounds, load "
        f"{os.getloadavg()[0]:.1f}; {unsteady} of {len(loads)} measurements are unsteady."
    )
    table = Table(*COLUMNS, title=head)
    for row in rows:
        table.add_row(*row)
    Console(width=140).print(table)
    folder = ROOT / "var/bench"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    (folder / "latest.md").write_text(f"{head}\n\n{text}\n")
    found = {" / ".join(key): [load._asdict() for load in each] for key, each in loads.items()}
    (folder / "latest.json").write_text(json.dumps({"head": head, "loads": found}, indent=1))


def table_rows(loads: Loads, sizes: list[str], pages: list[str]) -> Iterator[list[str]]:
    for page in pages:
        for size in sizes:
            hit, limit, miss, floor = (
                loads[size, page, kind] for kind in ("hit", "limit", "miss", "floor")
            )
            goal = MISS.get(page)
            yield [
                *(page, size, number(hit), number(limit)),
                *(mark(ratio(hit, limit, rate), HIT), f"{ratio(limit, hit, cpu):.0%}"),
                *(number(miss), number(floor)),
                *(mark(ratio(miss, floor, rate), goal), f"{ratio(floor, miss, cpu):.0%}"),
                f"{goal:.0%}" if goal else "",
                growth(loads[sizes[0], page, "miss"], miss) if size != sizes[0] else "",
            ]


def ratio(ones: list[Load], others: list[Load], of: Callable[[Load], float]) -> float:
    """The median of the ratios within one round, so that noise falls on both alike."""
    return median(of(one) / (of(other) or 1e-9) for one, other in zip(ones, others, strict=True))


def spread(loads: list[Load]) -> float:
    rates = [load.rate for load in loads]
    return (max(rates) - min(rates)) / median(rates)


def number(loads: list[Load]) -> str:
    return f"{median(map(rate, loads)):,.0f}"


def mark(share: float, goal: float | None) -> str:
    verdict = "" if goal is None else " ok" if share >= goal else " BELOW"
    return f"{share:.1%}{verdict}"


def growth(small: list[Load], large: list[Load]) -> str:
    times = ratio(small, large, rate)
    return f"{times:.2f}x{' ok' if times <= GROWTH else ' ABOVE'}"
