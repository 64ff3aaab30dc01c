"""`python -m tests.bench seed|run`: see the package."""

import argparse
import subprocess
import sys

from tests.bench.databases import ROOT, SIZES, environment, make, manage
from tests.bench.measure import PAGES, run


def seed(sizes: list[str]) -> None:
    for size in sizes:
        make(size)
        command = [sys.executable, "-m", "tests.bench.seed", str(SIZES[size])]
        subprocess.run(command, env=environment(size), cwd=ROOT, check=True)
    manage(sizes[0], "collectstatic", "--noinput", "-v0")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=["seed", "run"])
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    given = parser.parse_args()
    if given.what == "seed":
        seed(given.sizes)
    else:
        run(given.sizes, given.pages, given.rounds, given.seconds)


main()
