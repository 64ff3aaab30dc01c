"""The base of every public resource of the API: a list and its items, to be read by anybody.

How an app adds one: a `RowSerializer` (portal.api.rows: `row` makes the row, the fields describe it), a form
for the filters that the site's list uses too (portal.api.filters), a `PublicReadOnlyViewSet`, and
`resource(...)` in `<app>/api/urls.py` (portal.api.routes). A list costs two queries at most and about a
millisecond for fifty rows; so `row` asks no database, reverses no address and formats no date.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django.db.models import Model, QuerySet
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from portal.api.filters import FormFilter
from portal.api.pagination import Cursor
from portal.api.rows import JSONRenderer, RowSerializer
from portal.api.schema import ProblemSchema
from portal.api.throttles import PerClient


class OnlyJSON(BaseContentNegotiation):
    """One form for all, whatever Accept asks, as RFC 9110 allows: so answers may be kept and shared."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class PublicAPIView(APIView):
    """What every view of the public API has in common."""

    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJSON
    throttle_classes = (PerClient,)
    http_method_names = ["get", "head", "options"]
    schema = ProblemSchema()


class PublicReadOnlyViewSet[Item: Model](PublicAPIView, GenericViewSet[Item]):
    """`queryset` is narrowed to `public()`; `ordering` runs in one direction and ends in a unique column."""

    filter_backends = (FormFilter,)
    pagination_class = Cursor
    lookup_field = "slug"
    ordering: ClassVar[Sequence[str]] = ("-pk",)
    filter_form: ClassVar[type[Any] | None] = None
    detail_serializer_class: ClassVar[type[RowSerializer[Any]] | None] = None

    def get_queryset(self) -> Any:
        """What a stranger may see. Overriding methods start from this one by `super()`."""
        return cast("Any", super().get_queryset()).public()

    def get_serializer_class(self) -> type[RowSerializer[Item]]:
        one = self.detail_serializer_class if self.action == "retrieve" else None
        return cast("type[RowSerializer[Item]]", one or self.serializer_class)

    def list(self, request: Request) -> Response:
        rows: QuerySet[Item] = self.filter_queryset(self.get_queryset())
        cursor = self.pagination_class()
        page = cursor.paginate_queryset(rows, request, self)
        return Response(cursor.envelope(self.rows(page)))

    def rows(self, page: Sequence[Any]) -> Sequence[Any]:
        """A page's rows; overridden where they share something that is asked for once."""
        return [*map(self.get_serializer_class().row, page)]

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.get_serializer_class().row(self.get_object()))
