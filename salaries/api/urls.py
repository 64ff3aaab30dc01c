from portal.api.routes import resource
from salaries.api.views import BenchmarkViewSet

app_name = "benchmarks-api"
urlpatterns = resource("benchmarks", BenchmarkViewSet, topics=("salaries", "taxonomy"))
