from django.apps import AppConfig


class SalariesConfig(AppConfig):
    name = "salaries"

    def ready(self) -> None:
        from portal.freshness import beforehand, follow, schedule, watch
        from portal.panels import describe
        from portal.taxonomy.holdings import holds
        from portal.taxonomy.merging import around_merges, settle_clashes
        from portal.upkeep import upkeep
        from salaries.actions import close_double, moving_figures
        from salaries.citing import KIND, figures_by_key
        from salaries.models import Benchmark, Source
        from salaries.position import look_up_yardsticks
        from salaries.snapshots import take_monthly
        from salaries.survey.tasks import map_titles_again, take_up

        for model in (Benchmark, Source):
            watch(model, lambda _: ("salaries",))
        beforehand(look_up_yardsticks)
        schedule("salaries", Benchmark.objects.next_change)
        settle_clashes(Benchmark, close_double)
        holds("benchmark", Benchmark.objects.public, role="role")
        around_merges(moving_figures)
        describe(KIND, figures_by_key, topics=("salaries",))
        follow("taxonomy", map_titles_again)
        upkeep("Snapshots taken", take_monthly)
        upkeep("Survey imports and figures taken up", take_up)
