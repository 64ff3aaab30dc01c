"""Roles, responsibilities, skills and places of the demo, from TOML beside this file.

What is there already is left as staff have made it; a role that was merged or renamed does not come back.
"""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from portal.demo import Step
from portal.taxonomy.models import (
    Place,
    Responsibility,
    Role,
    RoleNeighbor,
    RoleResponsibility,
    RoleSkill,
    RoleSynonym,
    Skill,
    normalize,
)

order = 10
CONTENT: Final = Path(__file__).parent / "content"


@transaction.atomic
def load(step: Step) -> None:
    step("Skills, responsibilities, places")
    for row in _rows("skills"):
        Skill.objects.get_or_create(slug=row.pop("slug"), defaults=row)
    for place, row in enumerate(_rows("responsibilities"), start=1):
        defaults = {**row, "order": 10 * place}
        Responsibility.objects.get_or_create(slug=row["slug"], defaults=defaults)
    for row in _rows("places"):
        parent = Place.objects.get(slug=row["parent"]) if row.get("parent") else None
        Place.objects.get_or_create(slug=row["slug"], defaults={**row, "parent": parent})
    step("Roles")
    rows = _rows("roles")
    known = Role.objects.named([row["slug"] for row in rows])
    new = [row for row in rows if row["slug"] not in known]
    roles = {**known, **{row["slug"]: _load_role(row) for row in new}}
    for row in new:
        for slug, difference in row.get("neighbors", {}).items():
            RoleNeighbor.objects.create(
                role=roles[row["slug"]], neighbor=roles[slug], difference=difference
            )


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((CONTENT / f"{name}.toml").read_text())[name]
    return rows


def _load_role(row: dict[str, Any]) -> Role:
    columns = ("slug", "name", "plural", "family", "order", "focus")
    role = Role.objects.create(
        **{name: row[name] for name in columns},
        definition=" ".join(row["definition"].split()),
        deliverables="\n".join(row.get("deliverables", ())),
    )
    for title in row.get("synonyms", ()):
        RoleSynonym.objects.get_or_create(
            normalized=normalize(title), defaults={"role": role, "title": title}
        )
    for slug, degree in row.get("responsibilities", {}).items():
        responsibility = Responsibility.objects.get(slug=slug)
        RoleResponsibility.objects.create(role=role, responsibility=responsibility, degree=degree)
    _load_skills(role, row.get("skills", {}))
    return role


def _load_skills(role: Role, areas: dict[str, list[str]]) -> None:
    for area, slugs in areas.items():
        for place, slug in enumerate(slugs, start=1):
            skill = Skill.objects.get(slug=slug)
            RoleSkill.objects.create(role=role, skill=skill, area=area, order=10 * place)
