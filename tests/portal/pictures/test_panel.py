"""A picture of the library in a text: what readers get, what the API says, what an author is told."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.markdown import render
from portal.panels import check, data_of, fill
from portal.pictures.models import Picture
from portal.pictures.renditions import make_renditions
from tests.factories.guides import LiveGuideFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))  # type: ignore[method-assign]
    parser.feed(html)
    return found


def filled(text: str) -> str:
    return str(fill(render(text).html))


def addresses(picture: Picture, **narrowed: str) -> str:
    rows = picture.renditions.filter(**narrowed).order_by("width")
    return ", ".join(f"{row.file.url} {row.width}w" for row in rows)


def test_readers_are_offered_every_size() -> None:
    picture = PictureFactory(slug="a-desk", alt="A desk & a lamp.", width=600, height=400)
    make_renditions.call(picture.pk)

    found = elements(filled('{{ picture name=a-desk caption="Where <we> work." }}'))

    sources = [attrs for tag, attrs in found if tag == "source"]
    assert [(attrs["type"], attrs["srcset"]) for attrs in sources] == [
        ("image/avif", addresses(picture, shape="whole", format="avif")),
        ("image/webp", addresses(picture, shape="whole", format="webp")),
    ]
    assert [attrs for tag, attrs in found if tag == "img"] == [
        {
            "src": picture.file.url,
            "alt": "A desk & a lamp.",
            "width": "600",
            "height": "400",
            "loading": "lazy",
            "decoding": "async",
        }
    ]
    assert not [attrs for _, attrs in found if "style" in attrs]


def test_original_stands_in_for_sizes_that_are_not_made() -> None:
    picture = PictureFactory(slug="a-desk")

    found = elements(filled("{{ picture name=a-desk shape=wide }}"))

    assert [tag for tag, _ in found] == ["figure", "picture", "img"]
    assert found[-1][1]["src"] == picture.file.url
    assert (found[-1][1]["width"], found[-1][1]["height"]) == ("64", "48")


def test_part_is_shown_in_its_own_measures() -> None:
    picture = PictureFactory(slug="a-desk")
    make_renditions.call(picture.pk)

    found = elements(filled("{{ picture name=a-desk shape=square lead=yes }}"))

    square = picture.renditions.get(shape="square", format="webp")
    shown = found[-1][1]
    assert (shown["src"], shown["width"], shown["height"]) == (square.file.url, "48", "48")
    assert (shown["fetchpriority"], "loading" in shown) == ("high", False)


def test_caption_and_credit_stand_below() -> None:
    PictureFactory(slug="a-desk", credit="Photo: <Ann>")
    PictureFactory(slug="bare")

    shown = filled('{{ picture name=a-desk caption="Ours." }}'), filled("{{ picture name=bare }}")

    assert "Ours. <span" in shown[0]
    assert "Photo: &lt;Ann&gt;" in shown[0]
    assert "figcaption" not in shown[1]


def test_author_is_told_of_a_picture_that_is_not_there() -> None:
    PictureFactory(slug="a-desk")

    found = [check("picture", {"name": name}) for name in ("a-desk", "another")]
    inside = check("picture", {"name": "a-desk"}, inline=True)

    assert found == [[], ["The argument “name”: there is no picture “another”."]]
    assert len(inside) == 1


def test_plain_pictures_go_on_working() -> None:
    html = filled('![A desk](/media/desk.png "Ours")')

    assert '<img src="/media/desk.png" alt="A desk" loading="lazy" decoding="async">' in html


def test_api_answers_whole_addresses() -> None:
    picture = PictureFactory(slug="a-desk", alt="A desk.")
    make_renditions.call(picture.pk)
    body = render("{{ picture name=a-desk }}").html

    [entry] = data_of(body)

    data: Any = entry["data"]
    assert data["address"] == f"http://testserver{picture.file.url}"
    assert (data["alt"], data["width"], data["height"]) == ("A desk.", 64, 48)
    assert [(one["type"], one["address"][:25]) for one in data["sources"]] == [
        ("image/avif", "http://testserver/media/p"),
        ("image/webp", "http://testserver/media/p"),
    ]


def test_many_pictures_of_a_text_take_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pictures = PictureFactory.create_batch(5)
    for picture in pictures:
        make_renditions.call(picture.pk)
    body = render("\n\n".join(f"{{{{ picture name={one.slug} }}}}" for one in pictures)).html

    with django_assert_num_queries(1):
        fill(body)


def test_article_shows_its_cover_and_follows_its_words(client: Client) -> None:
    picture = PictureFactory(alt="A desk.")
    make_renditions.call(picture.pk)
    guide = LiveGuideFactory(cover=picture)

    before = client.get(guide.get_absolute_url()).content.decode()
    picture.refresh_from_db()
    picture.alt = "A desk by a window."
    picture.save()

    after = client.get(guide.get_absolute_url()).content.decode()
    assert ('alt="A desk."' in before, 'alt="A desk by a window."' in after) == (True, True)
    assert 'class="figure figure--cover"' in before
    wide = picture.renditions.get(shape="wide", format="avif")
    assert f'srcset="{wide.file.url} 64w"' in before
