"""Addresses below `hire:`; `jobs.recruiting.urls` takes them in."""

from django.urls import path

from jobs.posting import views
from jobs.posting.steps import STEPS

urlpatterns = [
    path("new/", views.new, name="job-new"),
    path("<slug:slug>/", views.listing, name="job"),
    path("<slug:slug>/edit/", views.edit, name="job-edit"),
    path("<slug:slug>/unsaved/", views.unsaved, name="job-unsaved"),
    path("<slug:slug>/duplicate/", views.duplicate, name="job-duplicate"),
    *(
        path(f"<slug:slug>/{name}/", views.step, {"name": name}, name=f"job-{name}")
        for name in STEPS
    ),
]
