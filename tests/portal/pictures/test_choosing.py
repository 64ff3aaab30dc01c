"""What the editor's picker of pictures is told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.pictures import choosing
from tests.factories.accounts import StaffFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Client:
    client = Client()
    client.force_login(StaffFactory(groups=("author",)))
    return client


def found(client: Client, **asked: str) -> Any:
    return client.get(reverse("admin:pictures_recent"), asked).json()


def names(answer: Any) -> list[str]:
    return [picture["name"] for picture in answer["pictures"]]


def test_pictures_are_found_by_all_of_the_words(author: Client) -> None:
    desk = PictureFactory(slug="a-desk", title="Desk", alt="A lamp on a desk.")
    PictureFactory(slug="a-lamp", title="Lamp", alt="A lamp.")

    answer = found(author, q="desk LAMP")

    assert answer == {
        "pictures": [
            {
                "name": "a-desk",
                "title": "Desk",
                "alt": "A lamp on a desk.",
                "width": 64,
                "height": 48,
                "thumbnail": desk.file.url,
                "directive": "{{ picture name=a-desk }}",
            }
        ],
        "more": False,
        "add": reverse("admin:pictures_picture_add"),
    }


def test_newest_come_first_and_the_rest_is_said_to_be_there(
    author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (1, 3, 2):
        PictureFactory(slug=f"day-{day}", uploaded_at=datetime(2026, 11, day, tzinfo=UTC))
    all_of_them = found(author)
    monkeypatch.setattr(choosing, "MOST", 2)

    answer = found(author)

    assert (names(all_of_them), all_of_them["more"]) == (["day-3", "day-2", "day-1"], False)
    assert (names(answer), answer["more"]) == (["day-3", "day-2"], True)
