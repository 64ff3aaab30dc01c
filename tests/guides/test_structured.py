from typing import Any

import pytest

from guides.structured import article
from tests.factories.guides import LiveGuideFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("/media/", "http://testserver/media/covers/p.png"),
        ("https://files.example.org/", "https://files.example.org/covers/p.png"),
    ],
)
def test_address_of_the_cover_is_whole(settings: Any, base: str, address: str) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.InMemoryStorage",
            "OPTIONS": {"base_url": base},
        },
    }
    guide = LiveGuideFactory(cover=PictureFactory(file="covers/p.png"))

    data, _ = article(guide)

    assert data["image"] == [address]
