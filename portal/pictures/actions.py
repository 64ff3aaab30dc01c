"""What staff do with pictures. The desk and the demo content call the same ones."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from portal.accounts.models import User
from portal.freshness import changed
from portal.pictures.models import Picture, Rendition, Shape, digest
from portal.pictures.renditions import make_renditions
from portal.pictures.uploads import Upload
from portal.pictures.uses import uses_by_name


@transaction.atomic
def add_picture(*, picture: Picture, upload: Upload, by: User | None) -> Picture:
    """Keep what was uploaded under a name of ours; a task makes its sizes once the transaction holds."""
    picture.width, picture.height = upload.width, upload.height
    picture.uploaded_by = by
    name = f"{picture.slug}-{digest(upload.content)}.{upload.ending}"
    picture.file.save(name, upload.file(), save=False)
    try:
        with transaction.atomic():
            picture.save()
    except Exception:
        picture.file.delete(save=False)
        raise
    _ask_for_renditions(picture)
    return picture


@transaction.atomic
def change_picture(*, picture: Picture) -> None:
    """Save the words and the focal point; where that moved, the parts around it are made anew."""
    before = Picture.objects.select_for_update().get(pk=picture.pk)
    moved = (before.focal_x, before.focal_y) != (picture.focal_x, picture.focal_y)
    picture.made_at = None if moved else before.made_at
    picture.save(update_fields=("title", "alt", "credit", "focal_x", "focal_y", "made_at"))
    if moved:
        _drop(picture.renditions.exclude(shape=Shape.WHOLE))
        _ask_for_renditions(picture)


@transaction.atomic
def make_again(*, picture: Picture) -> None:
    """Make all the sizes of a picture anew, whatever became of them."""
    drop_renditions(pk=picture.pk)
    _ask_for_renditions(picture)


@transaction.atomic
def drop_renditions(*, pk: int) -> None:
    """Forget the sizes of a picture; its original is shown until they are made again."""
    _drop(Rendition.objects.filter(picture=pk))
    Picture.objects.filter(pk=pk).update(made_at=None, problem="")
    changed("pictures")


@transaction.atomic
def delete_picture(*, picture: Picture) -> None:
    """Delete a picture with its files; raises `ValidationError` where one is shown."""
    if uses := uses_by_name().get(picture.slug):
        places = ", ".join(str(use) for use in uses)
        raise ValidationError(f"“{picture}” is in use: {places}.")
    _drop(picture.renditions.all())
    name = str(picture.file)
    picture.delete()
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _ask_for_renditions(picture: Picture) -> None:
    transaction.on_commit(partial(make_renditions.enqueue, picture.pk), robust=True)


def _drop(renditions: Any) -> None:
    """Delete rows, and their files once nobody can be told of them any more."""
    rows: list[Rendition] = list(renditions)
    renditions.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(partial(default_storage.delete, str(row.file)), robust=True)
