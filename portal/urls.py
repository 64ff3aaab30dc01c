"""Composition: which part answers where. Apps come in by name, never by import."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path

from portal.desk import desk

urlpatterns = [
    path("", include("portal.sitemaps")),
    path("", include("portal.site.wellknown")),
    path("guides/", include("guides.urls")),
    path("salaries/", include("salaries.urls")),
    path("jobs/", include("jobs.urls")),
    path("hire/", include("jobs.recruiting.urls")),
    path("account/", include("portal.accounts.urls")),
    path("account/", include("portal.accounts.entrance_urls")),
    path("api/v1/", include("portal.api.urls")),
    path("api/v1/", include("portal.site.api.urls")),
    path("api/v1/", include("portal.taxonomy.api.urls")),
    path("api/v1/", include("guides.api.urls")),
    path("api/v1/desk/", include("guides.api.desk.urls")),
    path("api/v1/", include("salaries.api.urls")),
    path("api/v1/", include("jobs.api.urls")),
    path("api/v1/hire/", include("jobs.api.hire.urls")),
    path("admin/", desk.urls),
    # Last: its pages of text stand at any word that nobody else has taken.
    path("", include("portal.site.urls")),
    # In DEBUG only; live, the server in front or the storage answers for pictures.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler400 = "portal.site.errors.bad_request"
handler403 = "portal.site.errors.forbidden"
handler404 = "portal.site.errors.not_found"
handler500 = "portal.site.errors.server_error"
