from guides.api.serializers import GuideDetailSerializer, GuideSerializer
from guides.forms import GuideFilter
from guides.models import Guide
from guides.querysets import GuideQuerySet
from portal.api.views import PublicReadOnlyViewSet


class GuideViewSet(PublicReadOnlyViewSet[Guide]):
    """Published guides, newest first."""

    queryset = Guide.objects.all()
    serializer_class = GuideSerializer
    detail_serializer_class = GuideDetailSerializer
    filter_form = GuideFilter
    lookup_field = "slug"
    ordering = ("-published_at", "-pk")

    def get_queryset(self) -> GuideQuerySet:
        guides: GuideQuerySet = super().get_queryset()
        return guides.whole() if self.detail else guides.listed()
