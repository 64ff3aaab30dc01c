from typing import Any

from django.urls import URLPattern, path

from jobs.api.hire.importing import ImportDesk
from jobs.api.hire.views import HireDesk

app_name = "hire-api"

LIST: Any = {"get": "list", "post": "create"}
ITEM: Any = {"get": "retrieve", "put": "update", "patch": "partial_update"}
# The last part of the address, and what is done there.
STEPS = {
    "submit": "submit",
    "take-back": "take_back",
    "close": "close",
    "renew": "renew",
    "reopen": "reopen",
}


def step(name: str, action: str) -> URLPattern:
    view = HireDesk.as_view({"post": action}, detail=True)
    return path(f"jobs/<int:pk>/{name}/", view, name=name)


urlpatterns = [
    path("jobs/", HireDesk.as_view(LIST, detail=False), name="list"),
    path("jobs/<int:pk>/", HireDesk.as_view(ITEM, detail=True), name="detail"),
    path("import/", ImportDesk.as_view({"post": "take"}, detail=False), name="import"),
    *(step(name, action) for name, action in STEPS.items()),
]
