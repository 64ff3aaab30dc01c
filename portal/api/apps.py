from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "portal.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from drf_spectacular.settings import spectacular_settings

        from portal.api.idempotency import forget_keys
        from portal.upkeep import upkeep

        upkeep("Answers to requests with a key dropped", forget_keys)
        # The schemas of OpenAPI 3.1 are JSON Schema, so that any validator reads them.
        names = {
            "ProblemLevelEnum": ["error", "warning"],
            "LevelEnum": "portal.work.Level",
            "PublishingStatusEnum": "portal.publishing.models.Status",
            **spectacular_settings.ENUM_NAME_OVERRIDES,
        }
        patches = {"OAS_VERSION": "3.1.0", "ENUM_NAME_OVERRIDES": names}
        spectacular_settings.apply_patches(patches)  # type: ignore[no-untyped-call]
