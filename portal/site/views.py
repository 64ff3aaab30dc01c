from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.search.asking import ask
from portal.site.forms import SearchForm
from portal.site.models import Page
from portal.taxonomy.models import FormerRoleSlug, Role


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"roles": Role.objects.public()})


def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "site/roles.html", {"roles": Role.objects.public()})


def role(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one role; an address from before a merge redirects for good."""
    found = Role.objects.public().with_profile().filter(slug=slug).first()
    if found is None:
        former = get_object_or_404(FormerRoleSlug.objects.select_related("role"), slug=slug)
        return redirect(former.role, permanent=True)
    return render(request, "site/role.html", {"role": found})


def search(request: HttpRequest) -> HttpResponse:
    """All that is public and has the words; what can't be understood of the address is named, and left out."""
    form = SearchForm(request.GET)
    text, kind = form.given("q"), form.given("kind")
    answer = ask(text, kind=kind, number=form.number) if text else None
    context = {"form": form, "text": text, "kind": kind, "answer": answer}
    return render(request, "site/search.html", context, status=form.status)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "site/page.html", {"page": get_object_or_404(Page, slug=slug)})


def style(request: HttpRequest) -> HttpResponse:
    """The design system on one page, for those who build the site."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "site/style.html")
