"""A role's record as the outline of a listing."""

from typing import Final

from django.http import QueryDict

from portal.taxonomy.models import Degree, Role

DEGREES: Final = (Degree.OWNS, Degree.DOES)
FILLED: Final = ("description", "responsibilities")


def outline_of(role: Role) -> dict[str, str]:
    """Description and responsibilities, to be made one's own; needs `with_profile()`."""
    links = sorted(
        (link for link in role.responsibility_links.all() if link.degree in DEGREES),
        key=lambda link: link.degree != Degree.OWNS,
    )
    parts = [f"### About the role\n\n{role.definition}"]
    if role.deliverable_list:
        delivered = "\n".join(f"- {line}" for line in role.deliverable_list)
        parts.append(f"### What you would deliver\n\n{delivered}")
    parts.append("### What you bring\n\n- \n\n### The team\n\n\n\n### How we hire\n\n- ")
    return {
        "description": "\n\n".join(parts),
        "responsibilities": "\n".join(str(link.responsibility) for link in links),
    }


def filled(data: QueryDict, role: Role | None) -> tuple[QueryDict, list[str]]:
    """What is typed, with the role's outline where nothing was typed yet, and the fields that were filled."""
    if role is None:
        return data, []
    outline, sent, names = outline_of(role), data.copy(), []
    for name in FILLED:
        if outline[name] and not sent.get(name, "").strip():
            sent[name] = outline[name]
            names.append(name)
    return sent, names
