from functools import partial
from typing import Any, cast

from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api import listing
from jobs.api.filters import FacetedCursor, JobAPIFilter, facet_rows
from jobs.api.gone import tombstone, with_gone
from jobs.api.rows import rows_beyond
from jobs.api.serializers import JobDetailSerializer, JobSerializer
from jobs.finding.search import Search
from jobs.models import Job
from portal.api.filters import checked_form
from portal.api.views import PublicReadOnlyViewSet


class JobViewSet(PublicReadOnlyViewSet[Job]):
    """Open jobs, newest first, with their pay and where it stands."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    detail_serializer_class = JobDetailSerializer
    filter_form = JobAPIFilter
    pagination_class = FacetedCursor
    lookup_field = "slug"
    ordering = ("-published_at", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page() if self.detail else super().get_queryset()

    def list(self, request: Request) -> Response:
        """What is looked up is the page's keys; its rows are mostly known."""
        form = cast("JobAPIFilter | None", checked_form(request, self)) or JobAPIFilter({})
        search = Search(form.wanted())
        cursor = self.pagination_class()
        since = form.given("updated_since")
        beyond = partial(with_gone, search, since) if since else partial(rows_beyond, search)
        page = cursor.page(Job, request, self, beyond)
        envelope = cursor.envelope(listing.rows([edge for edge in page if edge.pk > 0]))
        if since:
            envelope["gone"] = [tombstone(edge) for edge in page if edge.pk < 0]
        if form.given("facets"):
            envelope |= {"count": search.total, "facets": facet_rows(form, search)}
        return Response(envelope)
