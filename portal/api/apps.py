from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "portal.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from drf_spectacular.settings import spectacular_settings

        # The schemas of OpenAPI 3.1 are JSON Schema, so that any validator reads them.
        spectacular_settings.apply_patches({"OAS_VERSION": "3.1.0"})  # type: ignore[no-untyped-call]
