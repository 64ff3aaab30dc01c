"""A small API of its own for the tests of the kernel: roles, by two orders."""

from typing import Any, TypedDict

from django import forms
from django.urls import include, path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.routes import resource
from portal.api.rows import RowSerializer
from portal.api.views import PublicReadOnlyViewSet
from portal.links import absolute
from portal.taxonomy.models import Role, RoleQuerySet

link = absolute("things:detail")


class Row(TypedDict):
    slug: str
    order: int
    url: str
    origin: str


class ThingSerializer(RowSerializer[Role]):
    """A role in few words."""

    slug = serializers.SlugField(help_text="Stable name.")
    order = serializers.IntegerField(help_text="Low numbers stand first.")
    url = serializers.URLField(help_text="Its own address.")
    origin = serializers.URLField(allow_blank=True, help_text="Empty if it has none.")

    @staticmethod
    def row(item: Role) -> Row:
        return Row(slug=item.slug, order=item.order, url=link(item.slug), origin="")


class ThingFilter(forms.Form):
    family = forms.CharField(required=False, max_length=60, help_text="The wider field.")
    order = forms.IntegerField(required=False, min_value=0, max_value=1000)
    size = forms.ChoiceField(required=False, choices=[("", "Any"), ("s", "Small"), ("l", "Large")])
    slug = forms.MultipleChoiceField(required=False, choices=[("role-a", "A"), ("role-b", "B")])

    def apply(self, things: RoleQuerySet) -> RoleQuerySet:
        given = {
            name: self.cleaned_data[name] for name in ("family", "order") if self.cleaned_data[name]
        }
        if slugs := self.cleaned_data["slug"]:
            given["slug__in"] = slugs
        return things.filter(**given)


class ThingViewSet(PublicReadOnlyViewSet[Role]):
    """Things, in order."""

    queryset = Role.objects.all()
    serializer_class = ThingSerializer
    filter_form = ThingFilter
    ordering = ("order", "pk")


class LatestViewSet(ThingViewSet):
    """Things as plain values, newest first."""

    lookup_field = "pk"
    ordering = ("-updated_at", "-pk")

    class Row(ThingSerializer):
        """A role as values."""

        @staticmethod
        def row(item: Any) -> Row:
            return Row(slug=item["slug"], order=item["order"], url=link(item["slug"]), origin="")

    serializer_class = Row

    def get_queryset(self) -> Any:
        return super().get_queryset().values("id", "slug", "order", "updated_at")


class Echo(APIView):
    """Gives back what the parser made of the body."""

    schema = None

    def post(self, request: Request) -> Response:
        return Response({"read": request.data})


@extend_schema_view(list=extend_schema(exclude=True))
class Broken(PublicReadOnlyViewSet[Role]):
    queryset = Role.objects.all()

    def list(self, request: Request) -> Response:
        raise RuntimeError("a secret of the inside")


urlpatterns = [
    path("api/v1/", include("portal.api.urls")),
    path("api/v1/", include((resource("things", ThingViewSet, topics=("taxonomy",)), "things"))),
    path("api/v1/", include((resource("latest", LatestViewSet, topics=("taxonomy",)), "latest"))),
    path("api/v1/echo/", Echo.as_view(), name="echo"),
    path("api/v1/broken/", Broken.as_view({"get": "list"}), name="broken"),
]

handler404 = "portal.site.errors.not_found"
handler500 = "portal.site.errors.server_error"
