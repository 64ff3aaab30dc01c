from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff work in the admin, recruiters among their company's listings."""
    return redirect("admin:index" if request.user.is_staff else "jobs:mine")
