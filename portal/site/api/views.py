from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.filters import checked
from portal.api.schema import parameters
from portal.api.views import PublicAPIView
from portal.search.asking import ask
from portal.site.api.serializers import SearchSerializer, row_of
from portal.site.forms import SearchForm


class Search(PublicAPIView):
    """Guides, salary figures, open jobs and roles with all of the words, by kind; without words all there is."""

    @extend_schema(
        operation_id="search",
        summary="Search everything",
        parameters=parameters(SearchForm),
        responses=SearchSerializer,
        tags=["search"],
    )
    def get(self, request: Request) -> Response:
        form = checked(request, SearchForm)
        asked = form.cleaned_data
        answer = ask(asked["q"], kind=asked["kind"], number=asked["page"])
        return Response(row_of(answer))
