from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from guides import structured
from guides.feeds import guide_feed
from guides.link_cards import card_link, card_of, digest_of_card, figure_gap
from guides.models import Author, FigureBundle, FormerGuideSlug, Guide, GuideRevision, Topic
from guides.pages import article, figures_of, page_of_guides, roles_of, topics
from guides.pictures import cover_gap
from guides.previews import draw, opened
from portal.api.parameters import Parameters
from portal.api.problems import answer
from portal.freshness import depends_on
from portal.link_cards import DIGEST_LENGTH, draw_card
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
    depends_on(f"guide:{guide.pk}", until=guide.changes_at)
    return render(request, "guides/detail.html", _shown(guide))


def _shown(guide: Guide) -> dict[str, Any]:
    roles, gaps = roles_of(guide), (cover_gap(guide), figure_gap(guide))
    tldr, body, cover, figure = fill_all((guide.tldr_html, guide.body_html, *gaps))
    card = card_link(guide, roles, figure)
    return {
        "guide": guide,
        "tldr": tldr,
        "body": body,
        "cover": cover,
        "roles": roles,
        "figures": figures_of(guide),
        "card": card,
        "json_ld": json_ld(structured.article(guide, body, card=card.address)),
        "crumbs": structured.crumbs(guide),
    }


def card(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The picture for link previews; the address of an older one leads to today’s."""
    guide = article(slug) if len(digest) == DIGEST_LENGTH else None
    if guide is None:
        raise Http404
    depends_on(f"guide:{guide.pk}", "taxonomy", until=guide.changes_at)
    roles = roles_of(guide)
    today = digest_of_card(guide, roles)
    if digest != today:
        return redirect("guides:card", slug, today, permanent=True)
    return HttpResponse(draw_card(card_of(guide, roles)), content_type="image/png")


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft for whoever holds the link: neither kept nor indexed, and it tells no other site its address."""
    try:
        revision, until = opened(token)
    except signing.SignatureExpired:
        answer = render(request, "guides/preview_closed.html", {"is_expired": True}, status=410)
    except (signing.BadSignature, GuideRevision.DoesNotExist):
        answer = render(request, "guides/preview_closed.html", {"is_expired": False}, status=404)
    else:
        answer = draw(request, revision, list(revision.roles.all()), until=until, problems=())
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def figures(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The rows under a guide as they were on a day, for as long as readers see the guide."""
    if problems := Parameters(request.GET).problems:
        return answer(400, errors=problems)
    guide = Guide.objects.public().filter(slug=slug).only("slug", "unpublish_at", "next_at").first()
    if guide is None:
        former = FormerGuideSlug.objects.filter(slug=slug, guide__in=Guide.objects.public())
        today = get_object_or_404(former.select_related("guide")).guide
        return redirect("guides:figures", today.slug, name, permanent=True)
    depends_on(until=guide.changes_at)
    bundle = get_object_or_404(FigureBundle, guide=guide, name=name)
    response = HttpResponse(bundle.csv, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{name}.csv"'
    return response


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
