"""Loads every page in turn on every server, round by round."""

import contextlib
import re
import tempfile
from pathlib import Path
from typing import Final

from rich.progress import Progress

from tests.bench.databases import environment
from tests.bench.load import Server
from tests.bench.report import Loads, report

OURS: Final = "portal.wsgi:application"
# What must stand in the answer, and how often: nobody is fast by showing less.
PAGES: Final[dict[str, tuple[str, int]]] = {
    "guide": ("<table", 3),
    "long guide": ("<table", 20),
    "guide list": ('class="guide-card', 20),
    "job list": ('class="job-card', 20),
    "job search": ('class="job-card', 1),
    "site search": ('class="result"', 10),
    "job page": ("JobPosting", 1),
    "API": ('"slug":', 50),
    "sitemap": ("<loc>", 3),
    "sitemap file": ("<loc>", 1_000),
}


def addresses(server: Server | None, page: str) -> list[str]:
    """What readers ask for; several pages, so that no one row stays in the processor's cache.

    A server is asked for the address of the API's second page, if there is one to ask.
    """
    if page == "API":
        first = "/api/v1/jobs/"
        answer = server.get(first)[1] if server else b""
        cursor = re.search(rb'"next":"https://[^/]+([^"]+)"', answer)
        return [first, *([cursor[1].decode()] if cursor else [])]
    return {
        "guide": [f"/guides/guide-{number}/" for number in range(0, 1000, 50)],
        "long guide": ["/guides/long-guide/"],
        "guide list": ["/guides/", "/guides/?page=2", "/guides/?page=3"],
        "job list": ["/jobs/", "/jobs/?page=2", "/jobs/?role=ml-engineer&workplace=hybrid"],
        "job search": [
            f"/jobs/?role=ml-engineer&workplace={workplace}&pay_min=100000&q={words}"
            for workplace in ("onsite", "hybrid")
            for words in ("models", "python+engineer", "pyhton+models")
        ],
        "site search": [
            f"/search/?q={words}" for words in ("ml+engineer", "python+models", "senior+salary")
        ],
        "job page": [f"/jobs/bench-{number}/" for number in range(0, 9000, 450)],
        "sitemap": ["/sitemap.xml"],
        "sitemap file": ["/sitemaps/jobs-0.xml"],
    }[page]


def run(sizes: list[str], pages: list[str], rounds: int, seconds: int) -> None:
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
            keep_bytes(ours[size, "miss"], at, Path(folder), f"{size}-{page}", PAGES[page])
            ours[size, "hit"].warm(at)
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
        loads = measure(ours, peers, asked, rounds, seconds)
    report(loads, sizes, pages, rounds)


def key(name: str, number: int) -> str:
    return f"{name.replace(' ', '-')}-{number}"


def keep_bytes(
    server: Server, asked: list[str], folder: Path, name: str, expected: tuple[str, int]
) -> None:
    """What our pages say, for the peers to say the same; refuses a page that lacks its content."""
    for number, address in enumerate(asked):
        status, body, kind = server.get(address)
        text, times = expected
        found = body.count(text.encode())
        if status != 200 or found < times:
            raise RuntimeError(f"{server.name} {address}: {status}, {found} times {text!r}")
        (folder / f"{key(name, number)}.body").write_bytes(body)
        (folder / f"{key(name, number)}.type").write_text(kind)


def measure(
    ours: dict[tuple[str, str], Server],
    peers: dict[str, Server],
    asked: dict[tuple[str, str], list[str]],
    rounds: int,
    seconds: int,
) -> Loads:
    """All servers on one page, then on the next; the first round warms up and is not counted."""
    loads: Loads = {}
    with Progress() as progress:
        task = progress.add_task("Load", total=(rounds + 1) * len(asked))
        for counted in range(rounds + 1):
            for (size, page), ours_at in asked.items():
                theirs = [f"/{key(f'{size}-{page}', number)}" for number in range(len(ours_at))]
                runs = [(kind, ours[size, kind], ours_at) for kind in ("hit", "miss")]
                runs += [(name, peer, theirs) for name, peer in peers.items()]
                for kind, server, at in runs:
                    load = server.load(at, seconds if counted else 1)
                    if counted:
                        loads.setdefault((size, page, kind), []).append(load)
                progress.advance(task)
    return loads
