from guides.api.views import GuideViewSet
from portal.api.routes import resource

app_name = "guides-api"
urlpatterns = resource("guides", GuideViewSet, topics=("guides", "taxonomy"))
