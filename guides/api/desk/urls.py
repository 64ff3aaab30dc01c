from typing import Any

from django.urls import URLPattern, path

from guides.api.desk.past import DecisionDesk, RevisionDesk
from guides.api.desk.views import GuideDesk

app_name = "guides-desk-api"

LIST: Any = {"get": "list", "post": "create"}
ITEM: Any = {"get": "retrieve", "put": "update", "patch": "partial_update"}
# The last part of the address, and what is done there.
STEPS = {
    "submit": "submit",
    "restore": "restore",
    "approve": "approve",
    "return": "send_back",
    "publish": "publish",
    "schedule-edit": "schedule_edit",
    "drop-edit": "drop_edit",
    "unpublish": "unpublish",
    "archive": "archive",
    "unarchive": "unarchive",
}


def step(name: str, action: str) -> URLPattern:
    view = GuideDesk.as_view({"post": action}, detail=True)
    return path(f"guides/<int:pk>/{name}/", view, name=name)


urlpatterns = [
    path("guides/", GuideDesk.as_view(LIST, detail=False), name="list"),
    path("guides/<int:pk>/", GuideDesk.as_view(ITEM, detail=True), name="detail"),
    path(
        "guides/<int:pk>/checks/",
        GuideDesk.as_view({"get": "checks"}, detail=True),
        name="checks",
    ),
    path(
        "guides/<int:pk>/decisions/",
        DecisionDesk.as_view({"get": "list"}, detail=False),
        name="decisions",
    ),
    path(
        "guides/<int:pk>/revisions/",
        RevisionDesk.as_view({"get": "list"}, detail=False),
        name="revisions",
    ),
    path(
        "guides/<int:pk>/revisions/<int:number>/",
        RevisionDesk.as_view({"get": "retrieve"}, detail=True),
        name="revision",
    ),
    *(step(name, action) for name, action in STEPS.items()),
]
