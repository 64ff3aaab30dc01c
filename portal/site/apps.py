from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = "Pages of the site"

    def ready(self) -> None:
        from portal.freshness import watch
        from portal.site.models import Page

        watch(Page, lambda page: ("site",))
