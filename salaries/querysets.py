"""What readers may see of the figures, and the ways to ask for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.models import Status
from portal.taxonomy.models import Place

if TYPE_CHECKING:
    from salaries.models import Benchmark  # noqa: F401  # named in a string below


class BenchmarkQuerySet(models.QuerySet["Benchmark"]):
    def public(self) -> Self:
        """Published and due; the database holds that such a figure has a source."""
        return self.filter(status=Status.PUBLISHED, published_at__lte=timezone.now())

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_active and user.is_staff and user.has_perm("salaries.view_benchmark"):
            return self.all()
        return self.public()

    def next_change(self, after: datetime) -> datetime | None:
        """The first instant after the given one at which a figure becomes public by the clock alone."""
        coming = self.filter(status=Status.PUBLISHED, published_at__gt=after)
        first: datetime | None = coming.aggregate(first=models.Min("published_at"))["first"]
        return first

    def with_relations(self) -> Self:
        """With all that a figure is shown with; the long texts of a role are left out."""
        return self.select_related("role", "place", "source").defer(
            "role__definition", "role__focus", "role__deliverables"
        )

    def shown(self) -> Self:
        """With all that a figure is shown with, in the order of tables."""
        return self.with_relations().order_by(*TABLE_ORDER)

    def for_roles(self, slugs: Iterable[str]) -> Self:
        return self.filter(role__slug__in=slugs)

    def national(self) -> Self:
        """Base pay for a whole country, wherever the work is done."""
        return self.filter(place__kind=Place.Kind.COUNTRY, workplace="any", component="base")


MEASURE_ORDER = models.Case(
    *(
        models.When(measure=measure, then=models.Value(number))
        for number, measure in enumerate(
            (
                "national-median",
                "mid-level",
                "senior-level",
                "tech-hub",
                "remote-average",
                "experience",
                "specialism",
            )
        )
    ),
    output_field=models.SmallIntegerField(),
)

TABLE_ORDER = ("role__order", "role__name", MEASURE_ORDER, "min_years", "-year", "place", "pk")
