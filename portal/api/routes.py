"""How an app's resource gets its addresses, and the API root that lists them all."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.filters import refuse_unknown
from portal.api.schema import BY_TOKEN, document
from portal.api.views import PublicAPIView, PublicReadOnlyViewSet
from portal.freshness import public_page

ROOT: Final = "/api/v1/"


def resource(
    name: str, viewset: type[PublicReadOnlyViewSet[Any]], *, topics: Iterable[str]
) -> list[URLPattern]:
    """The list and the item of a resource, both public pages; the schema and the API root name it."""
    found_by = "int:pk" if viewset.lookup_field == "pk" else f"slug:{viewset.lookup_field}"
    form = viewset.filter_form
    params = (*(form.base_fields if form else ()), *viewset.pagination_class.parameters)
    rows = viewset.as_view({"get": "list"}, basename=name, detail=False)
    row = viewset.as_view({"get": "retrieve"}, basename=name, detail=True)
    return [
        path(f"{name}/", public_page(rows, topics=topics, params=params), name="list"),
        path(f"{name}/<{found_by}>/", public_page(row, topics=topics), name="detail"),
    ]


def is_open(item: dict[str, Any]) -> bool:
    """Whether what an address answers is for everybody."""
    return "get" in item and item["get"]["tags"][0] not in BY_TOKEN


class ResourceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="What the resource is called in addresses.")
    description = serializers.CharField(help_text="What its list holds, and in which order.")
    url = serializers.URLField(help_text="The first page of its list.")


class RootSerializer(serializers.Serializer[Any]):
    """Where everything is."""

    resources = ResourceSerializer(many=True, help_text="All that can be listed.")
    schema = serializers.URLField(help_text="The OpenAPI document.")
    docs = serializers.URLField(help_text="The same for people.")


class Root(PublicAPIView):
    """All resources of the API, its schema and its documentation."""

    @extend_schema(
        operation_id="root", summary="All resources", responses=RootSerializer, tags=["root"]
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, ())
        base = settings.SITE_URL + ROOT
        listed = [
            {
                "name": path.removeprefix(ROOT).strip("/"),
                "description": item["get"].get("description", ""),
                "url": f"{settings.SITE_URL}{path}",
            }
            for path, item in sorted(document()["paths"].items())
            if path != ROOT and "{" not in path and is_open(item)
        ]
        return Response({"resources": listed, "schema": f"{base}schema/", "docs": f"{base}docs/"})
