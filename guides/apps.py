from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"

    def ready(self) -> None:
        from guides.models import Author, Guide, Topic
        from portal.freshness import schedule, watch

        for model in (Author, Topic):
            watch(model, lambda _: ("guides",))
        schedule("guides", Guide.objects.next_change)
