from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, cast

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from jobs import pay
from jobs.api.serializers import JobDetailSerializer, JobSerializer
from jobs.cards import listed
from jobs.forms import JobFilter
from jobs.models import Job
from portal.api.filters import checked_form
from portal.api.pagination import Position, beyond
from portal.api.views import PublicReadOnlyViewSet
from portal.prepared import Prepared


class JobViewSet(PublicReadOnlyViewSet[Job]):
    """Open jobs, newest first, with their pay and where it stands."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    detail_serializer_class = JobDetailSerializer
    filter_form = JobFilter
    lookup_field = "slug"
    ordering = ("-published_at", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page() if self.detail else super().get_queryset()

    def list(self, request: Request) -> Response:
        """The pay of a whole page is placed at once."""
        form = cast("JobFilter | None", checked_form(request, self))
        wanted = form.wanted() if form else {}
        cursor = self.pagination_class()
        page = cursor.page(Job, request, self, partial(rows_beyond, **wanted))
        placed = zip(page, pay.standings(page), strict=True)
        return Response(cursor.envelope([*map(JobSerializer.row, placed)]))


def rows_beyond(
    backwards: bool,
    position: Position,
    stop: int,
    *,
    floor: Decimal | None = None,
    currency: str = "",
    **narrowed: Any,
) -> list[Any]:
    edge = {} if position is None else {"published_at": position[0], "key": position[1]}
    values = narrowed | edge
    return _beyond.rows(backwards, stop, floor, currency, at=timezone.now(), **values)


def _build(
    backwards: bool,
    stop: int,
    floor: Decimal | None,
    currency: str,
    *,
    at: datetime,
    published_at: datetime | None = None,
    key: int | None = None,
    **narrowed: Any,
) -> Any:
    jobs = listed("pk", "company__slug", "primary_role__slug").public(at)
    jobs = jobs.narrowed(floor=floor, currency=currency, **narrowed)
    position = None if published_at is None else (published_at, key)
    return beyond(jobs, JobViewSet.ordering, backwards, position)[:stop]


_beyond: Final = Prepared(_build)
