from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PicturesConfig(AppConfig):
    name = "portal.pictures"
    label = "pictures"
    verbose_name = "Pictures"

    def ready(self) -> None:
        from portal.freshness import watch
        from portal.pictures.models import Picture

        watch(Picture, lambda _: ("pictures",))
        autodiscover_modules("pictures")
