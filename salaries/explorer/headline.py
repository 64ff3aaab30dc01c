"""A choice in one sentence, with its number of reports and its basis."""

from collections.abc import Sequence

from portal.money import money
from portal.taxonomy.models import Role
from salaries.confidence import UNTOLD, age_of, confidence_in, counted
from salaries.explorer.sections import about
from salaries.leading import headline, precedence
from salaries.models import Benchmark, Workplace
from salaries.spreads import center_of, is_distribution, most_along

LEVELS = {"entry": "Entry-level", "mid": "Mid-level", "senior": "Senior", "executive": "Executive"}


def sentence_of(rows: Sequence[Benchmark], role: Role | None) -> str:
    """Of the distribution that leads, else of the stated figure that does; empty without figures."""
    if role is None and (words := _of_roles(rows)):
        return words
    if center := center_of(rows):
        return of_distribution(center)
    stated = [row for row in rows if not is_distribution(row)]
    lead = headline(stated) or min(stated, key=precedence, default=None)
    return of_stated(lead) if lead else ""


def of_distribution(row: Benchmark) -> str:
    """ "Senior ML engineers, United States, 2023: the median base pay is $142,000 a year. 312 reports. …"."""
    who = row.role.plural
    if row.level:
        who = f"{LEVELS[row.level]} {who}"
    where = _where(row)
    pay = f"the median {row.get_component_display()} is {money(row.p50 or 0, row.currency)} {row.period_words}"
    return f"{who}, {where}: {pay}. {confidence_in(row)}"


def of_stated(row: Benchmark) -> str:
    what = f"{row.role.plural}, {row.label[:1].lower()}{row.label[1:]}, {_where(row)}"
    pay = f"{row.get_component_display()} of {row.figure} {row.period_words}"
    return f"{what}: {pay}. {confidence_in(row)}"


def _where(row: Benchmark) -> str:
    workplace = "" if row.workplace == Workplace.ANY else f"{row.get_workplace_display()}, "
    return f"{row.place.label}, {workplace}{row.years}"


def _of_roles(rows: Sequence[Benchmark]) -> str:
    """From the lowest median of a role to the highest, where several have a like one."""
    roles = most_along(rows, "role")
    if len(roles) < 2:
        return ""
    center = roles[0]
    ranked = sorted(roles, key=lambda row: (row.p50 or 0, row.role.name))
    low, high = (_median(row) for row in (ranked[0], ranked[-1]))
    reports = sum(row.sample_size or 0 for row in ranked)
    source = center.source
    basis = f"{source.get_basis_display()} ({source.name})" if source else UNTOLD
    return (
        f"Of {len(ranked)} roles, medians of {center.get_component_display()} {center.period_words} go from "
        f"{low} to {high}: {about(roles, 'role')}. {counted(reports, center)} in all. "
        f"{age_of(center)} Basis: {basis}."
    )


def _median(row: Benchmark) -> str:
    return f"{money(row.p50 or 0, row.currency)} ({row.role.name}, n {row.sample_size:,})"
