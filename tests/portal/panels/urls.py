from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.panels import fill


def kitchen(request: HttpRequest) -> HttpResponse:
    return HttpResponse(fill("<p>Soup</p><!--panel:b no-such {}-->"))


urlpatterns = [path("kitchen/", kitchen)]
