from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guides import structured
from guides.feeds import guide_feed
from guides.models import Author, FormerGuideSlug, Guide, Topic
from guides.pages import article, page_of_guides, roles_of, topics
from portal.freshness import depends_on
from portal.paging import PageForm
from portal.panels import fill_all
from portal.structured import json_ld
from portal.taxonomy.models import Role


def guide_list(request: HttpRequest) -> HttpResponse:
    return _list(request)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    return _list(request, subject=found, intro=found.description, topic=found.pk)


def role(request: HttpRequest, slug: str) -> HttpResponse:
    """Guides about a role; an address with a former slug redirects for good."""
    found = _role(slug)
    if found.slug != slug:
        return redirect("guides:role", found.slug, permanent=True)
    return _list(request, subject=found, intro=found.definition, roles=found.pk)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    return _list(request, subject=found, intro=found.bio, author=found.pk)


def _role(slug: str) -> Role:
    """The role of today's or a former slug, or a 404."""
    found = Role.objects.public().named([slug])
    if slug not in found:
        raise Http404
    return found[slug]


def _list(
    request: HttpRequest, *, subject: Any = None, intro: str = "", **narrowed: int
) -> HttpResponse:
    form = PageForm(request.GET)
    context = {
        "form": form,
        "page": page_of_guides(form.number, **narrowed),
        "subject": subject,
        "intro": intro,
        "topics": topics(),
        "is_front": subject is None and form.number in (None, 1),
    }
    return render(request, "guides/list.html", context, status=form.status)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An article; an address from before a change of slug redirects for good, in one hop."""
    guide = article(slug)
    if guide is None:
        former = FormerGuideSlug.objects.filter(slug=slug, guide__in=Guide.objects.public())
        return redirect(get_object_or_404(former.select_related("guide")).guide, permanent=True)
    depends_on(f"guide:{guide.pk}", until=guide.unpublish_at)
    tldr, body = fill_all((guide.tldr_html, guide.body_html))
    context = {
        "guide": guide,
        "tldr": tldr,
        "body": body,
        "roles": roles_of(guide),
        "json_ld": json_ld(structured.article(guide)),
        "crumbs": structured.crumbs(guide),
    }
    return render(request, "guides/detail.html", context)


def feed(request: HttpRequest) -> HttpResponse:
    return guide_feed(
        Guide.objects.all(), "Guides", "Guides to roles and careers in AI.", request.path
    )


def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    return guide_feed(Guide.objects.about(found), found.name, found.description, request.path)


def role_feed(request: HttpRequest, slug: str) -> HttpResponse:
    found = _role(slug)
    if found.slug != slug:
        return redirect("guides:role-feed", found.slug, permanent=True)
    return guide_feed(
        Guide.objects.for_roles([found.slug]), found.plural, found.definition, request.path
    )


def author_feed(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    return guide_feed(Guide.objects.by_author(found), found.name, found.bio, request.path)
