"""What there is to say of an import: its titles of no role, and its bad lines as a file."""

from collections.abc import Iterable

from django.db.models import Count

from portal.spreadsheets import as_csv
from salaries.survey.models import SurveyImport, SurveyProblem

PROBLEM_COLUMNS = ("line", "column", "value", "reason")


def unmapped_titles(survey: SurveyImport) -> list[tuple[str, int]]:
    """Titles that belong to no role, with their reports in this file, most frequent first."""
    rows = survey.reports.filter(title__role=None).order_by()
    counts = rows.values_list("title__title").annotate(count=Count("pk"))
    return sorted(counts, key=lambda found: (-found[1], found[0]))


def problems_csv(problems: Iterable[SurveyProblem]) -> str:
    """Bad lines, one problem to a row; no cell runs as a formula."""
    rows = ({name: getattr(problem, name) for name in PROBLEM_COLUMNS} for problem in problems)
    return as_csv(rows, PROBLEM_COLUMNS)
