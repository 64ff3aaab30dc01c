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
