from django.apps import AppConfig


class SalariesConfig(AppConfig):
    name = "salaries"

    def ready(self) -> None:
        from portal.freshness import schedule, watch
        from portal.taxonomy.merging import settle_clashes
        from salaries.actions import close_double
        from salaries.models import Benchmark, Source

        for model in (Benchmark, Source):
            watch(model, lambda _: ("salaries",))
        schedule("salaries", Benchmark.objects.next_change)
        settle_clashes(Benchmark, close_double)
