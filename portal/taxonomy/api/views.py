from django.http import Http404

from portal.api.views import PublicReadOnlyViewSet
from portal.taxonomy.api.serializers import RoleDetailSerializer, RoleSerializer
from portal.taxonomy.models import Role, RoleQuerySet


class RoleViewSet(PublicReadOnlyViewSet[Role]):
    """The roles that guides, benchmarks and jobs hang on."""

    queryset = Role.objects.all()
    serializer_class = RoleSerializer
    detail_serializer_class = RoleDetailSerializer
    lookup_field = "slug"
    ordering = ("order", "pk")

    def get_queryset(self) -> RoleQuerySet:
        roles: RoleQuerySet = super().get_queryset()
        return roles.with_profile() if self.detail else roles

    def get_object(self) -> Role:
        """A former slug answers with the role, which says what it is called today."""
        slug = self.kwargs["slug"]
        found = self.get_queryset().named([slug])
        if slug not in found:
            raise Http404
        return found[slug]
