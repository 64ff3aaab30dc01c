"""Figures in the search of the site: found by the names of what they are about, which are few.

So nothing is written beside a figure, and whatever is renamed, corrected or withdrawn is found as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from portal.freshness import Memory, depends_on
from portal.search.sections import Result, Rows, Section, register_section
from portal.search.vocabulary import Words
from portal.search.words import forms, words_of
from portal.taxonomy.models import Place, Role
from salaries.models import Benchmark, Source
from salaries.models.choices import Component, Measure, SurveyLevel, Workplace
from salaries.topics import TOPICS

SAID_BY: Final = frozenset(
    words_of(
        "benchmark benchmarks compensation earn earnings figure figures income paid pay salaries salary wage wages"
    )
)
LONGEST_NUMBER: Final = 4  # digits
MOST_YEARS: Final = 60  # of experience
MEASURES: Final = {
    **{value: str(label) for value, label in Measure.choices},
    Measure.EXPERIENCE.value: "by years of experience",
    # Its name has words in it that ask for any figure of a survey.
    Measure.DISTRIBUTION.value: "median distribution percentiles",
}
CHOICES: Final[Mapping[str, Iterable[tuple[str, Any]]]] = {
    "measure": MEASURES.items(),
    "level": SurveyLevel.choices,
    "workplace": Workplace.choices,
    "component": Component.choices,
}
# As people call countries besides their names and codes.
ALSO: Final = {"AE": "uae", "GB": "uk britain", "US": "usa america"}


@dataclass(frozen=True)
class Term:
    """Figures of which a column holds a key, and the words that this key is found by."""

    column: str
    key: Any
    words: Words


_remembered: Final[Memory[str, Sequence[Term]]] = Memory(1)


def find(words: tuple[str, ...]) -> Rows:
    """In the order of tables: by role, what is stated for a whole country before what is narrower."""
    depends_on(*TOPICS)
    terms = _remembered.recall_or_make("all", TOPICS, lambda: list(_terms())) if words else ()
    found = Benchmark.objects.public().shown()
    for word in words:
        found = found.filter(_about(word, terms))
    return Rows(found, lambda rows: [*map(_result, rows)])


def _about(word: str, terms: Iterable[Term]) -> Q:
    """Figures about what the word names, or from the source that it names if nothing else: names of sources have
    words of roles in them."""
    keys: dict[str, list[Any]] = {}
    written = forms(word)
    for term in terms:
        if term.words.hold_any(written):
            keys.setdefault(term.column, []).append(term.key)
    if len(keys) > 1:
        keys.pop("source", None)
    about = [Q(**{f"{column}__in": chosen}) for column, chosen in keys.items()]
    if word.isascii() and word.isdecimal() and len(word) <= LONGEST_NUMBER:
        about.append(_of_number(int(word)))
    return reduce(or_, about, Q(pk__in=()))


def _of_number(number: int) -> Q:
    """A year that a figure is about, or years of experience."""
    of_year = Q(year=number) | Q(first_year__lte=number, year__gte=number)
    if number > MOST_YEARS:
        return of_year
    upwards = Q(max_years=None) | Q(max_years__gte=number)
    return of_year | Q(measure=Measure.EXPERIENCE, min_years__lte=number) & upwards


def _terms() -> Iterable[Term]:
    """What the public figures are about, in words: a query for each kind of it."""
    public = Benchmark.objects.public().order_by()
    for role in Role.objects.filter(pk__in=public.values("role")).prefetch_related("synonyms"):
        titles = (synonym.title for synonym in role.synonyms.all())
        yield Term("role", role.pk, Words(" ".join((role.name, role.plural, *titles))))
    places = Place.objects.filter(pk__in=public.values("place")).select_related("parent__parent")
    yield from (Term("place", place.pk, Words(_called(place))) for place in places)
    for source in Source.objects.filter(pk__in=public.values("source")):
        said = (source.name, source.publisher, source.get_basis_display())
        yield Term("source", source.pk, Words(" ".join(said)))
    for text in public.exclude(specialism="").values_list("specialism", flat=True).distinct():
        yield Term("specialism", text, Words(text))
    for column, choices in CHOICES.items():
        yield from (Term(column, value, Words(str(label))) for value, label in choices)


def _called(place: Place) -> str:
    """What a place and all that it lies in are called."""
    above = [place.parent, place.parent.parent] if place.parent else []
    names = [one.name for one in (place, *above) if one]
    return " ".join((*names, place.label, place.country, ALSO.get(place.country, "")))


def _result(figure: Benchmark) -> Result:
    where = [figure.place.label]
    if figure.workplace != Workplace.ANY:
        where.append(str(Workplace(figure.workplace).label))
    source = figure.source
    return Result(
        title=f"{figure.role.name}: {figure.label}, {', '.join(where)}",
        url=figure.get_absolute_url(),
        facts=(figure.years, *((source.name, source.get_basis_display()) if source else ())),
        pay=f"{figure.figure} {figure.unusual or figure.period_words}",
        text=figure.note,
    )


register_section(
    Section(
        name="salaries",
        label="Salaries",
        order=30,
        said_by=SAID_BY,
        find=find,
        home="salaries:explore",
    )
)
