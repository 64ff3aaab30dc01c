"""What search engines read: the article and the way to it, as JSON-LD."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from guides.models import Guide
from guides.questions import questions_in
from portal.links import link, site


def article(guide: Guide, body: str = "", *, card: str = "") -> list[dict[str, Any]]:
    """Article and BreadcrumbList, and FAQPage where the finished body answers questions; says what the page shows.

    `card` is the whole address of the picture for link previews, which stands in for a cover.
    """
    page = site() + guide.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": guide.title,
        "description": guide.seo_description or guide.standfirst,
        "mainEntityOfPage": page,
        "author": [
            {
                "@type": "Person",
                "name": guide.author.name,
                "url": site() + guide.author.get_absolute_url(),
            }
        ],
        "publisher": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": site(),
        },
    }
    if guide.published_at:
        data["datePublished"] = guide.published_at.isoformat()
        data["dateModified"] = (guide.changed_at or guide.published_at).isoformat()
    if guide.cover:
        # Storage elsewhere gives whole addresses, the disk a path.
        data["image"] = [urljoin(f"{site()}/", guide.cover.file.url)]
    elif card:
        data["image"] = [card]
    return [data, _breadcrumbs(guide, page), *_questions(body)]


def crumbs(guide: Guide) -> list[tuple[str, str]]:
    """The way to a guide, label and address; the guide itself comes last, without one."""
    return [
        ("Guides", link("guides:list")),
        (guide.topic.name, guide.topic.get_absolute_url()),
        (guide.title, ""),
    ]


def _questions(body: str) -> list[dict[str, Any]]:
    entries = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }
        for question, answer in questions_in(body)
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entries}
    return [page] if entries else []


def _breadcrumbs(guide: Guide, page: str) -> dict[str, Any]:
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": name,
            "item": site() + path if path else page,
        }
        for place, (name, path) in enumerate(crumbs(guide), start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
