"""Files of survey reports, as lines: `survey_lines(1_000, bad=10)`."""

import random
from collections.abc import Iterator
from typing import Final

ROW: Final[dict[str, object]] = {
    "work_year": 2023,
    "experience_level": "SE",
    "employment_type": "FT",
    "job_title": "ML engineer",
    "salary": 150_000,
    "salary_currency": "USD",
    "salary_in_usd": 150_000,
    "employee_residence": "US",
    "remote_ratio": 100,
    "company_location": "US",
    "company_size": "M",
}
HEADER: Final = ",".join(ROW)
# One column at fault in each, and what stands there.
BAD: Final[tuple[dict[str, object], ...]] = (
    {"salary": '"1.234,56"'},
    {"salary": -1},
    {"salary_in_usd": 0},
    {"salary_in_usd": 99_000_000_000},
    {"salary": "NaN"},
    {"salary_currency": "ZZZ"},
    {"experience_level": "XX"},
    {"employment_type": "XX"},
    {"company_size": "XL"},
    {"employee_residence": "ZZ"},
    {"company_location": "U1"},
    {"work_year": 1066},
    {"work_year": 9999},
    {"remote_ratio": 49},
    {"job_title": "x" * 121},
    {"job_title": ""},
)
TITLES: Final = ("ML engineer", "AI Engineer", "Data Analyst", "Data Scientist", "ML  Engineer")


def line(**values: object) -> str:
    return ",".join(str(value) for value in (ROW | values).values())


def survey_lines(count: int, *, bad: int = 0, seed: int = 1) -> Iterator[str]:
    """A header and so many lines, the bad ones spread over them. The same seed gives the same lines."""
    rng = random.Random(seed)
    at = set(rng.sample(range(count), bad))
    yield HEADER
    for number in range(count):
        pay = round(rng.lognormvariate(11.7, 0.45), 2) + 1_000
        values: dict[str, object] = {
            "work_year": rng.choice((2021, 2022, 2023, 2024)),
            "experience_level": rng.choice(("EN", "MI", "SE", "SE", "EX")),
            "employment_type": rng.choice(("FT", "FT", "FT", "PT", "CT", "FL")),
            "job_title": rng.choice(TITLES),
            "salary": f"{pay:.2f}",
            "salary_in_usd": f"{pay:.2f}",
            "employee_residence": rng.choice(("US", "US", "US", "GB", "DE", "CA", "IN", "KR")),
            "remote_ratio": rng.choice((0, 0, 50, 100)),
            "company_size": rng.choice("SML"),
        }
        if number in at:
            values |= rng.choice(BAD)
        yield line(**values)


def bad_numbers(count: int, bad: int, seed: int = 1) -> list[int]:
    """The numbers of the bad lines of `survey_lines` in the file: the header is the first."""
    return sorted(number + 2 for number in random.Random(seed).sample(range(count), bad))
