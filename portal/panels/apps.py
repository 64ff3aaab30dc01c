from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PanelsConfig(AppConfig):
    name = "portal.panels"
    label = "panels"
    verbose_name = "Panels"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started

        from portal.markdown import check_panels_with
        from portal.panels import faults
        from portal.panels.checks import check_calls

        request_started.connect(faults.begin_page, dispatch_uid="panels:begin")
        request_finished.connect(faults.end_page, dispatch_uid="panels:end")
        check_panels_with(check_calls)
        autodiscover_modules("panels")
