import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.links import absolute

pytestmark = pytest.mark.urls(__name__)


def nothing(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("things/<slug:slug>/shown/", nothing, name="thing"),
    path("numbers/<int:pk>/", nothing, name="number"),
]


def test_address_stands_under_the_configured_site(settings):
    settings.SITE_URL = "https://portal.example"

    assert absolute("thing")("ml-engineer") == "https://portal.example/things/ml-engineer/shown/"
    assert absolute("number")(17) == "https://portal.example/numbers/17/"
