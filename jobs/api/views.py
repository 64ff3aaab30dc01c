from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from jobs import pay
from jobs.api.serializers import JobDetailSerializer, JobSerializer
from jobs.cards import listed
from jobs.forms import JobFilter
from jobs.models import Job
from portal.api.views import PublicReadOnlyViewSet


class JobViewSet(PublicReadOnlyViewSet[Job]):
    """Open jobs, newest first, with their pay and where it stands."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    detail_serializer_class = JobDetailSerializer
    filter_form = JobFilter
    lookup_field = "slug"
    ordering = ("-published_at", "-pk")

    def get_queryset(self) -> Any:
        if self.detail:
            return super().get_queryset().for_page()
        return listed("pk", "company__slug", "primary_role__slug").public()

    def list(self, request: Request) -> Response:
        """The pay of a whole page is placed at once."""
        cursor = self.pagination_class()
        page = cursor.paginate_queryset(self.filter_queryset(self.get_queryset()), request, self)
        placed = zip(page, pay.standings(page), strict=True)
        return Response(cursor.envelope([*map(JobSerializer.row, placed)]))
