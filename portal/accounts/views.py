from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.accounts.actions import end_sessions
from portal.accounts.entering import enter
from portal.accounts.forms import SignInForm, answered
from portal.accounts.models import User


class SignIn(LoginView[SignInForm]):
    authentication_form = SignInForm
    template_name = "account/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return enter(self.request, form.get_user(), goal=self.get_success_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return answered(super().form_invalid(form), form)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff work in the admin, recruiters among their company's listings."""
    return redirect("admin:index" if request.user.is_staff else "hire:home")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """For whoever left a session open elsewhere; this one ends too."""
    end_sessions(User.objects.filter(email=request.user.get_username()))
    messages.success(request, "You are signed out everywhere.")
    return redirect("accounts:sign-in")
