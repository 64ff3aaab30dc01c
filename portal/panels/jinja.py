"""`{{ panel("salary-snapshot", role=role.slug) }}`: a page places a panel by its name."""

from django.utils.safestring import SafeString

from portal.jinja import function
from portal.panels.data import place
from portal.panels.filling import draw


@function
def panel(name: str, /, **arguments: object) -> SafeString:
    """Nothing where no app offers the panel, or where it has nothing to show."""
    return draw(place(name, **arguments))
