"""What salaries offer to guides, pages and the API. Importing this registers the panels."""

from salaries.panels.comparison import ExperienceLadder, SalaryComparison
from salaries.panels.figure import SalaryFigure
from salaries.panels.gap import PayGap
from salaries.panels.levels import PayLevelsPanel
from salaries.panels.position import PayPosition
from salaries.panels.snapshot import SalarySnapshot

__all__ = [
    "ExperienceLadder",
    "PayGap",
    "PayLevelsPanel",
    "PayPosition",
    "SalaryComparison",
    "SalaryFigure",
    "SalarySnapshot",
]
