from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobs.recruiting.listings import dashboard


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The listings of the companies that somebody works for."""
    return render(request, "hire/home.html", {"dashboard": dashboard(request.user)})
