from portal.api.views import PublicReadOnlyViewSet
from salaries.api.serializers import BenchmarkSerializer
from salaries.forms import BenchmarkFilter
from salaries.models import Benchmark
from salaries.querysets import BenchmarkQuerySet


class BenchmarkViewSet(PublicReadOnlyViewSet[Benchmark]):
    """Salary figures with their sources, in the order in which they were entered."""

    queryset = Benchmark.objects.all()
    serializer_class = BenchmarkSerializer
    filter_form = BenchmarkFilter
    lookup_field = "pk"
    ordering = ("pk",)

    def get_queryset(self) -> BenchmarkQuerySet:
        figures: BenchmarkQuerySet = super().get_queryset()
        return figures.shown()
