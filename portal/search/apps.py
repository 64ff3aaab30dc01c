from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from portal.search.indexing import write_missing
        from portal.upkeep import upkeep

        autodiscover_modules("search")
        upkeep("Things written for the search", write_missing)
