from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.forms import SignInForm, answered


class SignIn(LoginView[SignInForm]):
    authentication_form = SignInForm
    template_name = "account/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return answered(super().form_invalid(form), form)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff work in the admin, recruiters among their company's listings."""
    return redirect("admin:index" if request.user.is_staff else "jobs:mine")
