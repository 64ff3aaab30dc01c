"""Changes of shared words that reach through everything that hangs on them."""

from django.db import IntegrityError, models, transaction
from simple_history.utils import update_change_reason

from portal.accounts.models import User
from portal.freshness import changed
from portal.taxonomy.models import FormerRoleSlug, Role, RoleSynonym, normalize

TOPICS = ("taxonomy", "guides", "salaries", "jobs")


@transaction.atomic
def merge_roles(*, keep: Role, gone: Role, by: User | None) -> None:
    """Move everything that hangs on one role to another, then delete the first.

    What both have (the same skill, the same responsibility) stays as the kept role has it. The name of
    the role that goes becomes a synonym, and its address redirects. Raises `ValueError` for one role twice.
    """
    if keep.pk == gone.pk:
        raise ValueError("A role cannot be merged into itself.")
    for relation in Role._meta.related_objects:
        if isinstance(relation, models.ManyToManyRel):
            _move_links(relation, keep, gone)
        else:
            _move_rows(relation, keep, gone)
    _remember_name(keep, gone)
    slug, name = gone.slug, gone.name
    gone.delete()
    FormerRoleSlug.objects.create(slug=slug, role=keep)
    keep.save()
    update_change_reason(keep, f"Merged “{name}” into it")
    changed(*TOPICS)


def _move_rows(relation: models.ForeignObjectRel, keep: Role, gone: Role) -> None:
    """Point foreign keys to the kept role; a row that would stand twice is left out."""
    field = relation.field.name
    for row in relation.related_model._base_manager.filter(**{field: gone}):
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field: keep})
        except IntegrityError:
            row.delete()


def _move_links(relation: models.ManyToManyRel, keep: Role, gone: Role) -> None:
    through = relation.through
    if through is None or not through._meta.auto_created:
        return
    source, target = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    already = through._base_manager.filter(**{target: keep}).values(source)
    rows = through._base_manager.filter(**{target: gone})
    rows.exclude(**{f"{source}__in": already}).update(**{target: keep})
    through._base_manager.filter(**{target: gone}).delete()


def _remember_name(keep: Role, gone: Role) -> None:
    normalized = normalize(gone.name)
    if normalized != normalize(keep.name):
        RoleSynonym.objects.get_or_create(
            normalized=normalized, defaults={"role": keep, "title": gone.name}
        )
