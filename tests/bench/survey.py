"""The import of a large survey: `python -m tests.bench.survey [rows] [bad] [kills]`.

In processes of their own on a new database (`BENCH_DATABASES` names the server, or a folder for SQLite):
a file with bad lines is refused as a whole, then its good lines are taken; seconds and the most memory of
each are printed. Then the import is killed at so many moments, and what counts is looked at after each.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench.databases import ROOT, environment, make, manage
from tests.factories.surveys import bad_numbers, survey_lines

SIZE: Final = "survey"
SLUG: Final = "bench"
MOST_SECONDS: Final = 60
MOST_MIB: Final = 300
SOURCE: Final = (
    "from datetime import date; from salaries.models import Source; Source.objects.create("
    "slug='bench', name='Bench', publisher='Bench', reference_period='2024', license='CC0', "
    "retrieved_on=date(2026, 1, 1), basis='survey', method='Made up.')"
)
APPLIED: Final = (
    "from salaries.models import *; "
    "[print('IMPORT', i.pk) for i in SurveyImport.objects.applied().order_by('-applied_at')]"
)
STANDING: Final = (
    "from salaries.models import *; from salaries.survey.importing import counted; "
    "s = Source.objects.get(slug='bench'); d = Benchmark.objects.public().filter(source=s); "
    "print('STANDING', counted(s.pk), d.count(), sum(d.filter(level='', workplace='any', place__kind='world', "
    "first_year__isnull=False).values_list('sample_size', flat=True)))"
)


def command(*words: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *words]


def run(*words: str) -> tuple[int, str]:
    """Exit code and what was said of errors; prints seconds, processor seconds and memory of this process alone."""
    with tempfile.NamedTemporaryFile("w") as errors:
        began = time.perf_counter()
        done = subprocess.Popen(
            command(*words),
            env=environment(SIZE),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, used = os.wait4(done.pid, 0)
        took, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        most, busy = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
        verdict = "ok" if took <= MOST_SECONDS and most <= MOST_MIB else "ABOVE"
        shown = " ".join([words[0], *words[2:]])
        print(
            f"{shown}: exit {code}, {took:.1f} s ({busy:.1f} s busy), {most:.0f} MiB {verdict}",
            flush=True,
        )
        return code, Path(errors.name).read_text()


def standing() -> tuple[int, int, int]:
    """Reports that count, figures that are public, and reports that the widest of them rest on."""
    said = subprocess.run(
        command("shell", "-v0", "-c", STANDING),
        env=environment(SIZE),
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    found = re.search(r"STANDING (\d+) (\d+) (\d+)", said)
    if found is None:
        raise RuntimeError(said)
    return int(found[1]), int(found[2]), int(found[3])


def main(rows: int, bad: int, kills: int) -> None:
    manage(SIZE, "collectstatic", "--noinput", "-v0")
    make(SIZE)
    manage(SIZE, "shell", "-v0", "-c", SOURCE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        path.write_text("\n".join(survey_lines(rows, bad=bad)) + "\n", encoding="utf-8")
        print(f"{rows:,} rows, {bad:,} of them bad, {path.stat().st_size / 2**20:.1f} MiB")
        code, err = run("import_survey", str(path), "--source", SLUG)
        named = sorted({int(number) for number in re.findall(r"^line (\d+)", err, re.MULTILINE)})
        print(f"refused: {code == 1}; every bad line named: {named == bad_numbers(rows, bad)}")
        print(f"nothing applied: {standing() == (0, 0, 0)}")
        path.write_text("\n".join(survey_lines(rows, bad=bad, seed=2)) + "\n", encoding="utf-8")
        began = time.perf_counter()
        run("import_survey", str(path), "--source", SLUG, "--partial")
        took = time.perf_counter() - began
        whole = standing()
        print(f"applied: {whole[0]:,} reports ({whole[0] == rows - bad}), {whole[1]:,} figures")
        run("import_survey", str(path), "--source", SLUG, "--partial")
        print(f"once more adds nothing: {standing() == whole}")
        undo()
        print(f"undone: {standing() == (0, 0, 0)}")
        fine = {(0, 0, 0), (whole[0], 0, 0), whole}
        found = [kill(path, took * (number + 1) / (kills + 1)) for number in range(kills)]
        if found:
            print(f"killed {kills} times, nothing half applied: {set(found) <= fine}")


def undo() -> None:
    """Undo what is applied; the last first."""
    said = subprocess.run(
        command("shell", "-v0", "-c", APPLIED),
        env=environment(SIZE),
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    for number in re.findall(r"IMPORT (\d+)", said):
        run("import_survey", "--undo", number)


def kill(path: Path, moment: float) -> tuple[int, int, int]:
    """Kill an import after so many seconds; what counts then, and is undone."""
    process = subprocess.Popen(
        command("import_survey", str(path), "--source", SLUG, "--partial"),
        env=environment(SIZE),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(moment)
        ended = "had ended"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        ended = "killed"
    found = standing()
    print(
        f"  {moment:.1f} s, {ended}: {found[0]:,} count, {found[1]:,} figures on {found[2]:,} reports"
    )
    if found[0]:
        undo()
    return found


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [100_000, 1_000, 0][len(given) :]))
