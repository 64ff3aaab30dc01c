"""Loads every page in turn on every server, round by round, and prints ratios beside the goals."""

import contextlib
import re
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.bench.databases import ROOT, environment
from tests.bench.load import Server

OURS: Final = "portal.wsgi:application"
# What must stand in the answer, and the share of the floor that a miss must reach.
PAGES: Final[dict[str, tuple[str, float | None]]] = {
    "guide": ("table", 0.20),
    "guide list": ("guide-card", 0.12),
    "job list": ("job-card", 0.11),
    "job page": ("JobPosting", 0.18),
    "API": ('"results"', 0.15),
    "sitemap": ("<loc>", None),
    "sitemap file": ("<loc>", None),
}
HIT: Final = 0.90
GROWTH: Final = 1.15

type Rates = dict[tuple[str, str, str], list[float]]


def addresses(server: Server, page: str) -> list[str]:
    """What readers ask for; several pages, so that no one row stays in the processor's cache."""
    if page == "API":
        cursor = re.search(rb'"next":"https://[^/]+([^"]+)"', server.get("/api/v1/jobs/")[1])
        return ["/api/v1/jobs/", *([cursor[1].decode()] if cursor else [])]
    return {
        "guide": [f"/guides/guide-{number}/" for number in range(0, 1000, 50)],
        "guide list": ["/guides/", "/guides/?page=2", "/guides/?page=3"],
        "job list": ["/jobs/", "/jobs/?page=2", "/jobs/?role=ml-engineer&workplace=hybrid"],
        "job page": [f"/jobs/bench-{number}/" for number in range(0, 9000, 450)],
        "sitemap": ["/sitemap.xml"],
        "sitemap file": ["/sitemaps/jobs-0.xml"],
    }[page]


def run(sizes: list[str], pages: list[str], rounds: int, seconds: float) -> None:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ours = {
            (size, kind): stack.enter_context(
                Server(f"{kind} {size}", OURS, environment(size, PAGE_CACHE_BYTES=room))
            )
            for size in sizes
            for kind, room in (("hit", str(256 * 1024 * 1024)), ("miss", "0"))
        }
        asked = {
            (size, page): addresses(ours[size, "miss"], page) for size in sizes for page in pages
        }
        for (size, page), at in asked.items():
            keep_bytes(
                ours[size, "miss"],
                at,
                Path(folder),
                f"{size}-{page}",
                PAGES[page][0],
            )
        peers = {
            name: stack.enter_context(
                Server(
                    name,
                    f"tests.bench.peers:{name}{call}",
                    environment(sizes[0], BENCH_BYTES=folder),
                )
            )
            for name, call in (("limit", ""), ("floor", "()"))
        }
        rates = measure(ours, peers, asked, rounds, seconds)
    report(rates, sizes, pages)


def key(name: str, number: int) -> str:
    return f"{name.replace(' ', '-')}-{number}"


def keep_bytes(server: Server, asked: list[str], folder: Path, name: str, expected: str) -> None:
    """What our pages say, for the peers to say the same; refuses a page that lacks its content."""
    for number, address in enumerate(asked):
        status, body, kind = server.get(address)
        if status != 200 or expected.encode() not in body:
            raise RuntimeError(f"{server.name} {address}: {status}, without {expected!r}")
        (folder / f"{key(name, number)}.body").write_bytes(body)
        (folder / f"{key(name, number)}.type").write_text(kind)


def measure(
    ours: dict[tuple[str, str], Server],
    peers: dict[str, Server],
    asked: dict[tuple[str, str], list[str]],
    rounds: int,
    seconds: float,
) -> Rates:
    """All servers on one page, then on the next; the first round warms up and is not counted."""
    rates: Rates = {}
    with Progress() as progress:
        task = progress.add_task("Load", total=(rounds + 1) * len(asked))
        for counted in range(rounds + 1):
            for (size, page), ours_at in asked.items():
                theirs = [f"/{key(f'{size}-{page}', number)}" for number in range(len(ours_at))]
                runs = [(kind, ours[size, kind], ours_at) for kind in ("hit", "miss")]
                runs += [(name, peer, theirs) for name, peer in peers.items()]
                for kind, server, at in runs:
                    rate = server.load(at, seconds if counted else 1)
                    if counted:
                        rates.setdefault((size, page, kind), []).append(rate)
                progress.advance(task)
    return rates


def report(rates: Rates, sizes: list[str], pages: list[str]) -> None:
    """Ratios are medians of those within one round, so that noise falls on both alike."""
    table = Table(
        "page", "jobs", "hit/s", "limit/s", "of limit", "miss/s", "floor/s", "of floor", "goal"
    )
    for page in pages:
        for size in sizes:
            limit = ratio(rates, (size, page, "hit"), (size, page, "limit"))
            floor = ratio(rates, (size, page, "miss"), (size, page, "floor"))
            goal = PAGES[page][1]
            each = {
                kind: f"{median(rates[size, page, kind]):,.0f}"
                for kind in ("hit", "limit", "miss", "floor")
            }
            table.add_row(
                page,
                size,
                each["hit"],
                each["limit"],
                mark(limit, HIT),
                each["miss"],
                each["floor"],
                mark(floor, goal),
                f"{goal:.0%}" if goal else "",
            )
        if len(sizes) == 2:
            growth = ratio(rates, (sizes[0], page, "miss"), (sizes[1], page, "miss"))
            table.add_row(page, "growth", "", "", "", f"{growth:.2f}x", "", "", f"{GROWTH}x")
    Console(width=120).print(table)
    folder = ROOT / "var/bench"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "latest.txt").open("w") as file:
        Console(file=file, width=120).print(table)


def ratio(rates: Rates, one: tuple[str, str, str], other: tuple[str, str, str]) -> float:
    return median(a / b for a, b in zip(rates[one], rates[other], strict=True))


def mark(share: float, goal: float | None) -> str:
    return f"{share:.1%}" + ("" if goal is None else " ok" if share >= goal else " below")
