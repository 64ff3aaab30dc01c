"""Benchmarks: figures of pay for a role, each with a source and a basis.

A figure keeps the shape in which it was published: a range, one figure, at least, at most, or the
percentiles of many reports. Nothing is inferred: a range has no percentiles, a bound has one end, and no
sample size is made up.
"""

from salaries.models.benchmark import Benchmark
from salaries.models.change import FigureChange
from salaries.models.choices import Basis, Component, Measure, SurveyLevel, Workplace
from salaries.models.snapshot import Snapshot
from salaries.models.source import Source
from salaries.survey.models import (
    SurveyImport,
    SurveyImportPart,
    SurveyProblem,
    SurveyReport,
    SurveyTally,
    SurveyTitle,
)

__all__ = [
    "Basis",
    "Benchmark",
    "Component",
    "FigureChange",
    "Measure",
    "Snapshot",
    "Source",
    "SurveyImport",
    "SurveyImportPart",
    "SurveyLevel",
    "SurveyProblem",
    "SurveyReport",
    "SurveyTally",
    "SurveyTitle",
    "Workplace",
]
