"""Imports of surveys in the states that they go through: `applied(survey_of(line(), line()))`."""

from salaries.models import Source, SurveyImport
from salaries.survey import importing
from salaries.survey.actions import confirm_import, start_import
from salaries.survey.figures import renew_figures
from tests.factories.salaries import SourceFactory
from tests.factories.surveys import HEADER


def survey_of(*lines: str) -> bytes:
    """A file with a header and these lines."""
    return "\n".join((HEADER, *lines, "")).encode()


def uploaded(content: bytes, source: Source | None = None, *, read: bool = True) -> SurveyImport:
    """An import of the file, read unless said otherwise."""
    survey = start_import(
        source=source or SourceFactory(slug="survey"),
        chunks=iter([content]),
        name="survey.csv",
        by=None,
        now=True,
    )
    if read:
        importing.check(survey.pk)
        survey.refresh_from_db()
    return survey


def applied(content: bytes, source: Source | None = None, *, partial: bool = False) -> SurveyImport:
    """An import whose reports count, with the figures that follow."""
    survey = uploaded(content, source)
    confirm_import(survey=survey, by=None, partial=partial, now=True)
    importing.apply(survey.pk)
    renew_figures(survey.source_id)
    survey.refresh_from_db()
    return survey
