"""The words of work, and that everything which goes by them knows them all."""

from typing import Any

from jobs.models import Job
from portal.money import PERIOD_WORDS
from portal.panels.arguments import declared
from portal.work import Level, Period, Workplace
from salaries.models import Benchmark
from salaries.models import Workplace as WorkplaceOfFigure
from salaries.panels.figure import FigureArguments
from salaries.panels.position import PositionArguments
from salaries.position import FITTING, PERIODS_A_YEAR


def chosen(model: type[Job] | type[Benchmark], name: str) -> list[str]:
    field: Any = model._meta.get_field(name)
    return [value for value, _ in field.choices]


def taken(arguments: type, name: str) -> list[str]:
    (found,) = (argument for argument in declared(arguments) if argument.name == name)
    return list(found.choices)


def test_period_is_known_wherever_pay_is_counted_or_said():
    every = Period.values

    assert list(PERIODS_A_YEAR) == list(PERIOD_WORDS) == every
    assert taken(PositionArguments, "period") == chosen(Job, "period") == every
    assert chosen(Benchmark, "period") == ["year", "month", "day", "hour"]


def test_level_is_known_wherever_pay_is_compared():
    every = Level.values

    assert [level for level in FITTING if level] == every
    assert taken(PositionArguments, "level") == every
    assert [level for level in chosen(Job, "level") if level] == every


def test_workplace_of_a_figure_is_that_of_a_listing_or_any():
    every = Workplace.values

    assert chosen(Job, "workplace") == every
    assert chosen(Benchmark, "workplace") == WorkplaceOfFigure.values == ["any", *every]
    assert taken(FigureArguments, "workplace") == ["any", *every]
