import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, path, reverse

from portal.links import absolute, link, path_to

pytestmark = pytest.mark.urls(__name__)


def nothing(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("things/<slug:slug>/shown/", nothing, name="thing"),
    path("things/", nothing, name="things"),
    path("numbers/<int:pk>/", nothing, name="number"),
]


def test_address_stands_under_the_configured_site(settings):
    settings.SITE_URL = "https://portal.example"

    assert absolute("thing")("ml-engineer") == "https://portal.example/things/ml-engineer/shown/"
    assert absolute("number")(17) == "https://portal.example/numbers/17/"


def test_path_is_that_of_the_url_configuration():
    assert link("things") == reverse("things")
    assert link("number", 0) == path_to("number")(0) == reverse("number", args=[0])
    assert link("thing", "a-b") == reverse("thing", args=["a-b"])


def test_route_that_is_not_there_is_an_error():
    with pytest.raises(NoReverseMatch):
        link("nothing")
    with pytest.raises(NoReverseMatch):
        link("nothing", 1)
