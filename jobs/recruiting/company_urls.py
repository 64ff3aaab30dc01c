"""Companies and their people, under /hire/."""

from django.urls import path

from jobs.recruiting import companies, members

urlpatterns = [
    path("companies/", companies.companies, name="companies"),
    path("companies/new/", companies.new, name="company-new"),
    path("companies/<slug:slug>/", companies.company, name="company"),
    path("companies/<slug:slug>/edit/", companies.edit, name="company-edit"),
    path("companies/<slug:slug>/ask/", companies.ask, name="company-ask"),
    path("companies/<slug:slug>/join/", companies.join, name="company-join"),
    path("companies/<slug:slug>/leave/", members.leave, name="company-leave"),
    path("companies/<slug:slug>/domain/", members.domain, name="company-domain"),
    path("companies/<slug:slug>/invite/", members.invite, name="company-invite"),
    path(
        "companies/<slug:slug>/invitations/<int:pk>/withdraw/",
        members.withdraw,
        name="invitation-withdraw",
    ),
    path("companies/<slug:slug>/people/<int:pk>/role/", members.role, name="member-role"),
    path("companies/<slug:slug>/people/<int:pk>/remove/", members.remove, name="member-remove"),
    path(
        "companies/<slug:slug>/people/<int:pk>/hand-over/",
        members.hand_over,
        name="member-hand-over",
    ),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
]
