"""Pictures for the demo's guides. What is there already stays as it is."""

from typing import Final

from django.core.files.base import ContentFile

from portal.accounts.models import User
from portal.demo import Step
from portal.pictures.actions import add_picture
from portal.pictures.demo.drawings import circles, drawn, paths, ranges
from portal.pictures.models import Picture
from portal.pictures.uploads import taken_in

order = 15
PICTURES: Final = (
    (
        circles,
        "Overlapping circles",
        "A pale and a dark green circle of equal size overlap; the part that they share is darker still.",
    ),
    (
        ranges,
        "Ranges on one scale",
        "Six bars on one scale, each further to the right than the one above, its middle marked.",
    ),
    (
        paths,
        "Branching paths",
        "A line that starts from one dot divides into three, which end at three dots of their own.",
    ),
)


def load(step: Step) -> None:
    by = User.objects.filter(email="editor@example.org").first()
    for shapes, title, alt in PICTURES:
        slug = title.lower().replace(" ", "-")
        if Picture.objects.filter(slug=slug).exists():
            continue
        step(f"Picture: {title}")
        upload = taken_in(ContentFile(drawn(shapes), name="drawn.png"))
        add_picture(picture=Picture(title=title, slug=slug, alt=alt), upload=upload, by=by)
