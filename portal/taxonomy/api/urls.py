from portal.api.routes import resource
from portal.taxonomy.api.views import RoleViewSet

app_name = "roles-api"
urlpatterns = resource("roles", RoleViewSet, topics=("taxonomy",))
