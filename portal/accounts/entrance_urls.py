"""Pages of django-allauth, under names that it looks for; only those that the site offers."""

from allauth.account import views as pages
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from portal.accounts.views import SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("sign-up/", pages.signup, name="account_signup"),
    path("closed/", pages.account_inactive, name="account_inactive"),
    path("confirm/", pages.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-again/", pages.reauthenticate, name="account_reauthenticate"),
    path("address/", pages.email, name="account_email"),
    path("password/", pages.password_change, name="account_change_password"),
    path("password/first/", pages.password_set, name="account_set_password"),
    path("password/forgotten/", pages.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", pages.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        pages.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        pages.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("security/", include("allauth.mfa.urls")),
]
