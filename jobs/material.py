"""Which edits of a live listing a moderator looks at before readers see them.

What somebody decides by when they apply, and where an application goes. The rest (skills, benefits,
statements, the deadline …) is applied at once.
"""

from typing import Final

from jobs.models import JobContent, JobRevision

MATERIAL: Final = (
    *("title", "pay_min", "pay_max", "currency", "period"),
    *("workplace", "locations", "remote_countries"),
    *("description", "apply_url", "apply_email"),
)


def material_changes(before: JobRevision, after: JobRevision) -> list[str]:
    """Names of the material fields that differ; the kind of line ends makes no difference."""
    return [name for name in MATERIAL if _value(before, name) != _value(after, name)]


def _value(content: JobContent, name: str) -> object:
    if type(content)._meta.get_field(name).many_to_many:
        return set(getattr(content, name).values_list("pk", flat=True))
    value = getattr(content, name)
    return "\n".join(value.splitlines()) if isinstance(value, str) else value
