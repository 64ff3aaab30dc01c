from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Let every app register with the desk, the sitemap and the templates."""
        autodiscover_modules("admin", "sitemaps", "jinja")
