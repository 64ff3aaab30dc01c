from django.urls import path

from portal.api.docs import docs
from portal.api.routes import Root
from portal.api.schema import schema
from portal.freshness import public_page

app_name = "api"
urlpatterns = [
    path("", public_page(Root.as_view()), name="root"),
    path("schema/", public_page(schema), name="schema"),
    path("docs/", public_page(docs), name="docs"),
]
