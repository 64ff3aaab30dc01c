"""The shared words that guides, benchmarks and jobs hang on: roles, skills and places."""

from portal.taxonomy.models.place import Place, PlaceQuerySet
from portal.taxonomy.models.responsibility import Degree, Responsibility, RoleResponsibility
from portal.taxonomy.models.role import (
    FormerRoleSlug,
    Role,
    RoleNeighbor,
    RoleQuerySet,
    RoleSynonym,
    normalize,
)
from portal.taxonomy.models.skill import RoleSkill, Skill, SkillArea

__all__ = (
    "Degree",
    "FormerRoleSlug",
    "Place",
    "PlaceQuerySet",
    "Responsibility",
    "Role",
    "RoleNeighbor",
    "RoleQuerySet",
    "RoleResponsibility",
    "RoleSkill",
    "RoleSynonym",
    "Skill",
    "SkillArea",
    "normalize",
)
