"""Everything in the taxonomy is one topic: it changes rarely and shows nearly everywhere."""

from portal.freshness import watch
from portal.taxonomy import models


def watch_taxonomy() -> None:
    for model in (
        models.Role,
        models.FormerRoleSlug,
        models.RoleSynonym,
        models.Responsibility,
        models.RoleResponsibility,
        models.Skill,
        models.RoleSkill,
        models.RoleNeighbor,
        models.Place,
    ):
        watch(model, lambda _: ("taxonomy",))
