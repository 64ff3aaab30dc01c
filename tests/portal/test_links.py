import pytest
from django.urls import path

from portal.links import absolute

pytestmark = pytest.mark.urls(__name__)

urlpatterns = [
    path("things/<slug:slug>/shown/", lambda request, slug: None, name="thing"),
    path("numbers/<int:pk>/", lambda request, pk: None, name="number"),
]


def test_address_stands_under_the_configured_site(settings):
    settings.SITE_URL = "https://portal.example"

    assert absolute("thing")("ml-engineer") == "https://portal.example/things/ml-engineer/shown/"
    assert absolute("number")(17) == "https://portal.example/numbers/17/"
