"""The picture that other sites show of a link to a guide, and what they read about it."""

import io
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from guides.link_cards import card_of, digest_of_card
from guides.models import Guide
from portal.link_cards import LinkCard
from salaries.models import Benchmark
from tests.factories.accounts import StaffFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.pictures import PictureFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import CountryFactory, RoleFactory

OLDER = "0123456789abcdef"  # a digest of another day

pytestmark = pytest.mark.django_db

FIGURE = "It pays {{ salary-figure role=ai-engineer measure=national-median }}."


def metas(html: str) -> dict[str, str]:
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attrs}
            name = given.get("property") or given.get("name", "")
            if tag == "meta" and name:
                assert name not in found or name == "theme-color", name
                found[name] = given["content"]

    Reader().feed(html)
    return found


def page(client: Client, guide: Guide) -> dict[str, str]:
    return metas(client.get(guide.get_absolute_url()).content.decode())


def path_of(address: str) -> str:
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver")


@pytest.fixture
def benchmark() -> Benchmark:
    role = RoleFactory(slug="ai-engineer", name="AI engineer")
    found: Benchmark = PublishedBenchmarkFactory(role=role, place=CountryFactory())
    return found


def test_article_says_what_other_sites_show_of_it(client: Client, benchmark: Benchmark) -> None:
    guide = LiveGuideFactory(title="Pay “& more”", roles=[benchmark.role], tldr=FIGURE)

    found = page(client, guide)

    address = (
        f"http://testserver/guides/{guide.slug}/card-{digest_of_card(guide, [benchmark.role])}.png"
    )
    assert {
        name: text for name, text in found.items() if name.startswith(("og:", "article:", "tw"))
    } == {
        "og:site_name": "Rolebook",
        "og:type": "article",
        "og:url": f"http://testserver/guides/{guide.slug}/",
        "og:title": "Pay “& more”",
        "og:description": guide.standfirst,
        "og:image": address,
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"Pay “& more” – {benchmark.role.name} – {benchmark.figure}",
        "article:published_time": guide.published_at.isoformat(),
        "article:modified_time": guide.changed_at.isoformat(),
        "article:section": guide.topic.name,
        "article:tag": benchmark.role.name,
        "twitter:card": "summary_large_image",
    }


def test_other_pages_show_the_card_of_the_site(client: Client) -> None:
    found = [metas(client.get(path).content.decode()) for path in ("/", "/guides/")]

    assert [one["og:image"] for one in found] == [
        "http://testserver/static/portal/icons/card.png"
    ] * 2
    assert [one["og:type"] for one in found] == ["website"] * 2


def test_card_is_a_picture_that_may_be_kept_for_good(client: Client) -> None:
    guide = LiveGuideFactory()

    answer = client.get(path_of(page(client, guide)["og:image"]))

    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, s-maxage=1, immutable"


def test_card_shows_title_roles_and_the_first_figure(benchmark: Benchmark) -> None:
    ml = RoleFactory(slug="ml-engineer", name="ML engineer")
    roles: list[Any] = [benchmark.role, ml]
    guide = LiveGuideFactory(
        title="What it pays", roles=roles, tldr="Well.", body=f"Pay:\n\n{FIGURE}"
    )
    plain = LiveGuideFactory(title="What it is", roles=[ml])

    cards = card_of(guide, roles), card_of(plain, [ml])

    about = f"AI engineer, national median: base pay a year, {benchmark.place}, {benchmark.year}"
    assert cards == (
        LinkCard("What it pays", f"{benchmark.role.name} · ML engineer", benchmark.figure, about),
        LinkCard("What it is", "ML engineer"),
    )


def test_address_changes_with_what_the_card_says(client: Client, benchmark: Benchmark) -> None:
    guide = LiveGuideFactory(roles=[benchmark.role], tldr=FIGURE)
    addresses = [page(client, guide)["og:image"]]

    benchmark.high = Decimal(160_000)
    benchmark.save()
    addresses.append(page(client, guide)["og:image"])
    Guide.objects.filter(pk=guide.pk).update(title="Another title")
    addresses.append(page(client, guide)["og:image"])

    assert len(set(addresses)) == 3


def test_address_of_an_earlier_card_leads_to_todays(client: Client) -> None:
    guide = LiveGuideFactory(title="Before")
    earlier = path_of(page(client, guide)["og:image"])
    Guide.objects.filter(pk=guide.pk).update(title="After")
    today = path_of(page(client, guide)["og:image"])

    answer = client.get(earlier)

    assert (answer.status_code, answer.headers["Location"]) == (301, today)
    assert "immutable" not in answer.headers["Cache-Control"]


def test_card_of_what_is_not_public_is_missing(client: Client) -> None:
    draft, live = DraftGuideFactory(), LiveGuideFactory()

    found = [
        client.get(f"/guides/{one.slug}/card-{OLDER}.png").status_code for one in (draft, live)
    ]

    assert found == [404, 301]


def test_preview_shows_no_card(client: Client) -> None:
    client.force_login(StaffFactory(groups=("editor",)))
    guide = DraftGuideFactory()

    found = metas(client.get(f"/admin/guides/guide/{guide.pk}/draft/").content.decode())

    assert found["og:image"].endswith("card.png")


def test_figure_on_the_card_costs_the_article_no_query(
    client: Client, benchmark: Benchmark
) -> None:
    guides = [
        LiveGuideFactory(roles=[benchmark.role], body="Words.", cover=PictureFactory()),
        LiveGuideFactory(roles=[benchmark.role], body=FIGURE, cover=PictureFactory()),
    ]

    counts = []
    for guide in guides:
        with CaptureQueriesContext(connection) as asked:
            client.get(guide.get_absolute_url())
        counts.append(len([one for one in asked.captured_queries if selects(one["sql"])]))

    # The guide, its roles, the guides to read next, the cover; then the figure, and what its role was once called.
    assert counts == [4, 6]


def selects(sql: str) -> bool:
    return "SAVEPOINT" not in sql and "MIN(" not in sql


def test_words_of_the_card_are_plain(client: Client, benchmark: Benchmark) -> None:
    guide = LiveGuideFactory(title="<b>Pay</b>", roles=[], tldr=FIGURE)

    found = page(client, guide)["og:image:alt"]

    assert found == unescape(f"<b>Pay</b> – {benchmark.figure}")
