from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "portal.taxonomy"
    label = "taxonomy"
    verbose_name = "Roles, skills, places"

    def ready(self) -> None:
        from portal.taxonomy.topics import watch_taxonomy

        watch_taxonomy()
