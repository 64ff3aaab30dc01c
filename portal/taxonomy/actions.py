"""Changes of shared words that reach through everything that hangs on them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.freshness import changed
from portal.taxonomy.merging import move_all
from portal.taxonomy.models import FormerRoleSlug, Role, RoleSynonym, normalize

TOPICS = ("taxonomy", "guides", "salaries", "jobs")


@transaction.atomic
def save_role(*, role: Role) -> None:
    """Save a role; where its slug changes, the one before goes on leading to it."""
    stored = Role.objects.select_for_update().filter(pk=role.pk).first()
    role.save()
    if stored and stored.slug != role.slug:
        _remember_slug(stored.slug, role)


@transaction.atomic
def merge_roles(*, keep: Role, gone: Role, by: User | None) -> None:
    """Move everything that hangs on one role to another, its histories too, then delete the first.

    What both have (the same skill, the same responsibility) stays as the kept role has it; other rows that
    clash are settled by the app that owns them, and none is lost. The name of the role that goes becomes a
    synonym, and its slug goes on leading to the kept role. Raises `ValueError` for one role twice, and
    `Role.DoesNotExist` where one of the two has gone meanwhile.
    """
    if keep.pk == gone.pk:
        raise ValueError("A role cannot be merged into itself.")
    _lock(keep, gone)
    move_all(keep=keep, gone=gone, by=by)
    _remember_name(keep, gone)
    gone._history_user = keep._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    keep._change_reason = f"Merged “{gone.name}” into it"  # type: ignore[attr-defined]
    gone.delete()
    _remember_slug(gone.slug, keep)
    keep.save()
    changed(*TOPICS)


def _lock(*roles: Role) -> None:
    """Hold the roles, so that nothing is hung on them before the transaction ends."""
    keys = [role.pk for role in roles]
    if len(Role.objects.select_for_update().filter(pk__in=keys).order_by("pk")) < len(keys):
        raise Role.DoesNotExist("One of the roles has gone meanwhile.")


def _remember_slug(slug: str, role: Role) -> None:
    """A slug that was given away again and comes back leads to where it was used last."""
    FormerRoleSlug.objects.update_or_create(slug=slug, defaults={"role": role})


def _remember_name(keep: Role, gone: Role) -> None:
    if normalize(gone.name) == normalize(keep.name):
        return
    synonym = RoleSynonym(role=keep, title=gone.name)
    try:
        synonym.full_clean()
    except ValidationError:
        return  # taken, or nothing that can be compared
    synonym.save()
