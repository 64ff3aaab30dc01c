"""Benchmarks: figures of pay for a role, each with a source and a basis.

A figure keeps the shape in which it was published: a range, one figure, at least, or at most. Nothing
is inferred: a range has no percentiles, a bound has one end, and no sample size is made up.
"""

from salaries.models.benchmark import Benchmark
from salaries.models.choices import Basis, Component, Measure, Workplace
from salaries.models.source import Source

__all__ = ["Basis", "Benchmark", "Component", "Measure", "Source", "Workplace"]
