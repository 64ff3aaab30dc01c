"""Everything in the taxonomy is one topic: it changes rarely and shows nearly everywhere."""

from portal.freshness import beforehand, watch
from portal.taxonomy import models
from portal.taxonomy.former import renamed_roles


def watch_taxonomy() -> None:
    beforehand(renamed_roles)
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
