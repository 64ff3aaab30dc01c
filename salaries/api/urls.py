from django.urls import include, path

from portal.api.routes import resource
from salaries.api.changes import ChangeViewSet, SnapshotViewSet
from salaries.api.views import BenchmarkViewSet

TOPICS = ("salaries", "taxonomy")
FIGURES = resource("benchmarks", BenchmarkViewSet, topics=TOPICS)
CHANGES = resource("changes", ChangeViewSet, topics=TOPICS)
SNAPSHOTS = resource("snapshots", SnapshotViewSet, topics=("snapshots",))

urlpatterns = [
    path("", include((FIGURES, "benchmarks-api"))),
    path("", include((CHANGES, "changes-api"))),
    path("", include((SNAPSHOTS, "snapshots-api"))),
]
