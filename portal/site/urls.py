from django.urls import path

from portal.freshness import public_page
from portal.site import views

app_name = "site"
urlpatterns = [
    path("", public_page(views.home, topics=("taxonomy",)), name="home"),
    path("roles/", public_page(views.roles, topics=("taxonomy",)), name="roles"),
    path("roles/<slug:slug>/", public_page(views.role, topics=("taxonomy",)), name="role"),
    path("search/", public_page(views.search, params=("q", "kind", "page")), name="search"),
    path("style/", views.style, name="style"),
    path("<slug:slug>/", public_page(views.page, topics=("site",)), name="page"),
]
