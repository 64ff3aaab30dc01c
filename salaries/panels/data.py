"""A figure as panels show it and the API answers it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q

from portal.taxonomy.models import Place, Role
from salaries.leading import HOME, strength
from salaries.models import Benchmark, Component, Source

TOPICS: Final = ("salaries", "taxonomy")
NO_FIGURE: Final = "No published figure fits it: there never was one, or it was withdrawn."
HERE: Final = "us"  # the slug of the place that is meant unless another is told


@dataclass(frozen=True)
class SourceNote:
    """What readers are told of a source beside the figures that rest on it."""

    name: str
    publisher: str
    url: str
    basis: str
    basis_label: str
    reference_period: str
    retrieved_on: date
    license: str
    license_url: str

    @classmethod
    def of(cls, source: Source) -> "SourceNote":
        return cls(
            name=source.name,
            publisher=source.publisher,
            url=source.url,
            basis=source.basis,
            basis_label=source.get_basis_display(),
            reference_period=source.reference_period,
            retrieved_on=source.retrieved_on,
            license=source.license,
            license_url=source.license_url,
        )


@dataclass(frozen=True)
class Figure:
    """Amounts are per `period` in `currency`; an end that isn't known is none. `text` says both ends."""

    id: int
    role: str
    role_name: str
    measure: str
    label: str
    min_years: int | None
    max_years: int | None
    place: str
    place_name: str
    workplace: str
    year: int
    component: str
    currency: str
    period: str
    shape: str
    low: Decimal | None
    high: Decimal | None
    open_ended: bool
    text: str
    period_words: str
    note: str
    source: SourceNote
    url: str

    @property
    def phrase(self) -> str:
        """The figure as it stands in a sentence: a year is understood, another period is said."""
        return self.text if self.period == "year" else f"{self.text} {self.period_words}"

    @property
    def about(self) -> str:
        """What the figure is and where it comes from, for a title."""
        kind = Component(self.component).label
        workplace = "remote, " if self.workplace == "remote" else ""
        return (
            f"{self.role_name}, {self.label[:1].lower()}{self.label[1:]}: {kind} {self.period_words}, "
            f"{workplace}{self.place_name}, {self.year}. "
            f"Source: {self.source.name} ({self.source.basis_label})."
        )


def figure_of(row: Benchmark) -> Figure:
    """Needs role, place and source at hand; public figures have a source."""
    if row.source is None:
        raise ValueError(f"Figure {row.pk} has no source and is not public.")
    return Figure(
        id=row.pk,
        role=row.role.slug,
        role_name=row.role.name,
        measure=row.measure,
        label=row.label,
        min_years=row.min_years,
        max_years=row.max_years,
        place=row.place.slug,
        place_name=row.place.label,
        workplace=row.workplace,
        year=row.year,
        component=row.component,
        currency=row.currency,
        period=row.period,
        shape=row.shape,
        low=row.low,
        high=row.high,
        open_ended=row.open_ended,
        text=row.figure,
        period_words=row.period_words,
        note=row.note,
        source=SourceNote.of(row.source),
        url=row.get_absolute_url(),
    )


def public_figures(wanted: Q) -> list[Benchmark]:
    """Base pay, with one query: of each figure the newest year, the strongest basis first."""
    rows = Benchmark.objects.public().stated().filter(wanted, component=Component.BASE)
    newest: dict[tuple[object, ...], Benchmark] = {}
    for row in rows.shown():
        key = (
            row.role_id,
            row.measure,
            row.specialism,
            row.min_years,
            row.max_years,
            row.place_id,
            row.workplace,
            row.currency,
            row.period,
            row.source_id,
        )
        if key not in newest or newest[key].year < row.year:
            newest[key] = row
    return sorted(newest.values(), key=strength)


def figures_in(place: str, rows: Sequence[Benchmark]) -> list[Benchmark]:
    """The figures of a place, by its slug; those of a country with the places that lie in it."""
    exact = [row for row in rows if row.place.slug == place]
    if exact and exact[0].place.kind != Place.Kind.COUNTRY:
        return exact
    known = {HERE: HOME} | {row.place.slug: row.place.country for row in exact}
    return [row for row in rows if row.place.country == known.get(place)]


def sources_of(rows: Iterable[Benchmark]) -> tuple[SourceNote, ...]:
    """Each source once."""
    return tuple({row.source_id: SourceNote.of(row.source) for row in rows if row.source}.values())


def places_among(slugs: Collection[str]) -> Collection[str]:
    return Place.objects.filter(slug__in=slugs).values_list("slug", flat=True)


def every_place() -> Iterable[tuple[str, str]]:
    """Slug and name of each place that has a figure."""
    places = Place.objects.filter(pk__in=Benchmark.objects.public().stated().values("place"))
    return places.values_list("slug", "name")


def roles_in_order(slugs: Iterable[str], rows: Iterable[Benchmark]) -> list[Role]:
    """Those of the roles that have a figure, as the author ordered them."""
    found = {row.role.slug: row.role for row in rows}
    return [found[slug] for slug in slugs if slug in found]
