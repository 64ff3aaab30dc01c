"""Where a pay stands, in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from portal.money import PERIOD_WORDS, span
from portal.panels import Between, Cited, Exists, Help, Panel, Slug, register
from portal.taxonomy.panels import RoleSlug
from portal.work import Level, Period
from salaries.citing import cited
from salaries.leading import precedence
from salaries.models import Benchmark
from salaries.panels.data import HERE, NO_FIGURE, TOPICS, every_place, places_among
from salaries.position import PayQuery, mark_of, place

type Amount = Annotated[Decimal, Between(1, 10**9)]


@dataclass(frozen=True, kw_only=True)
class PositionArguments:
    role: Annotated[RoleSlug, Help("The role that is paid.")]
    pay: Annotated[Amount | None, Help("The pay, where it is one amount.")] = None
    pay_min: Annotated[Amount | None, Help("The lower end of the pay, where it is a range.")] = None
    pay_max: Annotated[Amount | None, Help("The upper end of the pay, where it is a range.")] = None
    currency: Annotated[
        Literal["USD", "EUR", "GBP", "CAD", "AUD", "INR", "SGD", "JPY", "CHF"],
        Help("Currencies are not converted."),
    ] = "USD"
    period: Annotated[
        Period, Help("What the pay is for. Other periods are counted as a full-time year.")
    ] = Period.YEAR
    level: Annotated[
        Level | None,
        Help("Which figure to measure against: the national median, unless told."),
    ] = None
    place: Annotated[
        str, Slug(), Exists("place", places_among, every_place), Help("The country, by its slug.")
    ] = HERE

    def __post_init__(self) -> None:
        ends = (self.pay_min, self.pay_max)
        if (self.pay is None) == (None in ends) or (self.pay and any(ends)):
            raise ValueError("Give either “pay”, or both “pay_min” and “pay_max”.")
        if self.pay_min and self.pay_max and self.pay_min > self.pay_max:
            raise ValueError("“pay_min” lies above “pay_max”.")

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        return (
            self.pay or self.pay_min or Decimal(0),
            self.pay or self.pay_max or Decimal(0),
        )


@dataclass(frozen=True)
class PayPositionData:
    """`sentence` says where the pay stands, or why that can't be said; then there is no figure."""

    benchmark: int | None
    role: str
    role_name: str
    pay: str
    standing: str
    short: str
    sentence: str
    figure: str
    label: str
    source: str
    publisher: str
    year: int | None
    url: str


@register
class PayPosition(Panel[PositionArguments, PayPositionData]):
    name = "pay-position"
    title = "Where a pay stands"
    help = (
        "A sentence that says where an example of pay stands against the benchmark of a role, as every "
        "listing does; or why that can’t be said."
    )
    template = "salaries/panels/pay_position.html"
    missing = NO_FIGURE
    arguments = PositionArguments
    examples: ClassVar = (
        "{{ pay-position role=ml-engineer pay=150000 }}",
        "{{ pay-position role=ai-engineer pay_min=130000 pay_max=170000 level=senior }}",
        "{{ pay-position role=ai-engineer pay=70 period=hour level=entry }}",
    )

    def load(self, calls: Sequence[PositionArguments]) -> Sequence[PayPositionData | None]:
        rows = sorted(
            Benchmark.objects.public()
            .national()
            .for_roles({call.role for call in calls})
            .with_relations(),
            key=precedence,
        )
        return [
            _answer(call, [row for row in rows if row.role.slug == call.role]) for call in calls
        ]

    def topics(self, arguments: PositionArguments) -> Iterable[str]:
        return TOPICS

    def cites(self, data: PayPositionData) -> Iterable[Cited]:
        return [] if data.benchmark is None else [cited(data.benchmark)]


def _answer(call: PositionArguments, rows: Sequence[Benchmark]) -> PayPositionData | None:
    if not rows:
        return None
    low, high = call.ends
    query = PayQuery(
        role_id=rows[0].role_id,
        level=call.level or "",
        country=_country(call.place, rows),
        pay_min=low,
        pay_max=high,
        currency=call.currency,
        period=call.period,
    )
    found = place(query, [mark_of(row) for row in rows])
    return PayPositionData(
        benchmark=found.benchmark,
        role=call.role,
        role_name=rows[0].role.name,
        pay=f"{span(low, high, call.currency)} {PERIOD_WORDS[call.period]}",
        standing=found.standing,
        short=found.short,
        sentence=found.sentence,
        figure=found.figure,
        label=found.label,
        source=found.source,
        publisher=found.publisher,
        year=found.year,
        url=found.url,
    )


def _country(slug: str, rows: Sequence[Benchmark]) -> str:
    """The code of a country that has figures; a slug is no code, so any other finds none."""
    return next((row.place.country for row in rows if row.place.slug == slug), slug)
