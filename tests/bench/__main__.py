"""`python -m tests.bench seed|run|profile`: see the package."""

import argparse
import subprocess
import sys

from tests.bench.databases import ROOT, SIZES, environment, make, manage
from tests.bench.measure import PAGES, addresses, run


def seed(sizes: list[str]) -> None:
    # First: the demo asks for the pages that its links lead to.
    manage(sizes[0], "collectstatic", "--noinput", "-v0")
    for size in sizes:
        make(size)
        command = [sys.executable, "-m", "tests.bench.seed", str(SIZES[size])]
        subprocess.run(command, env=environment(size), cwd=ROOT, check=True)


def profile(size: str, pages: list[str]) -> None:
    ours = environment(size, PAGE_CACHE_BYTES="0")
    wanted = [addresses(None, page)[0] for page in pages]
    subprocess.run(
        [sys.executable, "-m", "tests.bench.profiling", *wanted], env=ours, cwd=ROOT, check=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=["seed", "run", "profile"])
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    given = parser.parse_args()
    if given.what == "seed":
        seed(given.sizes)
    elif given.what == "profile":
        profile(given.sizes[0], given.pages)
    else:
        run(given.sizes, given.pages, given.rounds, given.seconds)


main()
