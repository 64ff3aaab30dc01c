from django.urls import path

from portal.freshness import public_page
from portal.site.api.views import Search
from portal.site.forms import SearchForm

app_name = "search-api"
urlpatterns = [
    path(
        "search/",
        public_page(Search.as_view(), params=tuple(SearchForm.base_fields)),
        name="search",
    )
]
