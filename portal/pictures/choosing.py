"""What a picker of pictures shows, as data: for the editor of texts on the desk."""

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from portal.pictures.models import Picture
from portal.pictures.sources import thumbnails
from portal.pictures.uses import PANEL
from portal.storable import storable

MOST: Final = 40


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, validators=[storable])


def recent(request: HttpRequest) -> JsonResponse:
    """The newest pictures, or (`?q=`) those whose words match; `directive` is what a text asks for one by.

    `more`: whether there are others beside them. `add`: where to add one, for who may.
    """
    if not request.user.has_perm("pictures.view_picture"):
        raise PermissionDenied
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    found = list(Picture.objects.matching(form.cleaned_data["q"])[: MOST + 1])
    pictures = found[:MOST]
    small = thumbnails(pictures)
    may_add = request.user.has_perm("pictures.add_picture")
    return JsonResponse(
        {
            "pictures": [_entry(one, small[one.pk]) for one in pictures],
            "more": len(found) > MOST,
            "add": reverse("admin:pictures_picture_add") if may_add else "",
        }
    )


def _entry(picture: Picture, thumbnail: str) -> dict[str, Any]:
    return {
        "name": picture.slug,
        "title": picture.title,
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
        "thumbnail": thumbnail,
        "directive": f"{{{{ {PANEL} name={picture.slug} }}}}",
    }
