import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.pictures import actions
from portal.pictures.models import Picture
from portal.pictures.uploads import taken_in
from tests.factories.accounts import StaffFactory
from tests.factories.guides import DraftGuideFactory, LiveGuideFactory
from tests.factories.pictures import PictureFactory, drawn

pytestmark = pytest.mark.django_db


def added(**given: Any) -> Picture:
    upload = taken_in(ContentFile(drawn(), name="<b>.svg"))
    picture = Picture(**{"title": "A desk", "slug": "a-desk", "alt": "A desk."} | given)
    return actions.add_picture(picture=picture, upload=upload, by=None)


def files() -> set[str]:
    """Every file of the library."""
    found, waiting = set(), ["pictures"]
    while waiting:
        folder = waiting.pop()
        if not default_storage.exists(folder):
            continue
        folders, names = default_storage.listdir(folder)
        waiting += [f"{folder}/{name}" for name in folders]
        found |= {f"{folder}/{name}" for name in names}
    return found


@pytest.fixture(autouse=True)
def no_files_left() -> Any:
    before = files()
    yield
    for name in files() - before:
        default_storage.delete(name)


def test_picture_is_kept_under_a_name_of_ours_and_its_sizes_made(
    django_capture_on_commit_callbacks: Any,
) -> None:
    by = StaffFactory()
    upload = taken_in(ContentFile(drawn(), name="../\u202egnp.<b>.svg"))
    picture = Picture(title="A desk", slug="a-desk", alt="A desk.")

    with django_capture_on_commit_callbacks(execute=True):
        actions.add_picture(picture=picture, upload=upload, by=by)

    picture.refresh_from_db()
    assert re.fullmatch(r"pictures/\d{4}/\d\d/a-desk-[0-9a-f]{10}\.png", str(picture.file))
    assert (picture.width, picture.height, picture.uploaded_by) == (64, 48, by)
    assert picture.renditions.count() == 6
    assert picture.made_at is not None


def test_picture_that_can_not_be_stored_leaves_no_file() -> None:
    added()
    before = files()

    with pytest.raises(Exception, match=r"UNIQUE|duplicate"):
        added()

    assert files() == before


def test_deleted_picture_leaves_no_file(django_capture_on_commit_callbacks: Any) -> None:
    before = files()
    with django_capture_on_commit_callbacks(execute=True):
        picture = added()
    assert len(files() - before) == 7

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_picture(picture=picture)

    assert files() == before


def test_picture_in_use_is_not_deleted() -> None:
    cover, shown = PictureFactory(slug="cover"), PictureFactory(slug="shown")
    DraftGuideFactory(title="Mine", cover=cover)
    LiveGuideFactory(title="Public", body='Look: \n\n{{ picture caption="So." name=shown }}')

    refusals = []
    for picture in (cover, shown):
        with pytest.raises(ValidationError) as refused:
            actions.delete_picture(picture=picture)
        refusals += refused.value.messages

    assert refusals == [
        f"“{cover}” is in use: cover of “Mine”, revision 1.",
        f"“{shown}” is in use: text of “Public”.",
    ]
    assert Picture.objects.count() == 2


def test_cover_of_an_earlier_revision_is_in_use() -> None:
    cover = PictureFactory()
    guide = DraftGuideFactory(title="Mine", cover=cover)
    type(guide).objects.update(cover=None)

    with pytest.raises(ValidationError):
        actions.delete_picture(picture=cover)
