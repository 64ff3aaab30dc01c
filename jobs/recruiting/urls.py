from django.urls import include, path

from jobs.recruiting import importing, tokens, views, webhooks

app_name = "hire"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("jobs.recruiting.company_urls")),
    path("jobs/", include("jobs.posting.urls")),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("import/", importing.take, name="import"),
]
