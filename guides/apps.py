from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"

    def ready(self) -> None:
        from guides.models import Author, Topic
        from portal.freshness import watch

        for model in (Author, Topic):
            watch(model, lambda _: ("guides",))
