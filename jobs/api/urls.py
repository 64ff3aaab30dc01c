from jobs.api.views import JobViewSet
from portal.api.routes import resource

app_name = "jobs-api"
urlpatterns = resource("jobs", JobViewSet, topics=("jobs", "salaries", "taxonomy"))
