"""Which role a title of a report stands for: what staff chose, else the roles’ names and synonyms.

A title is compared as `normalize` writes it, and wholly: nothing is guessed from a part of it.
"""

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache

from django.db import transaction

from portal.taxonomy.models import Role, RoleSynonym, normalize
from salaries.survey.models import SurveyImport, SurveyReport, SurveyTally, SurveyTitle
from salaries.survey.states import State

normalized = lru_cache(maxsize=4_096)(normalize)


def roles_by_title() -> dict[str, int]:
    """Keys of roles by every title that is theirs. Where a name is another role’s synonym, the name counts."""
    known = dict(RoleSynonym.objects.order_by().values_list("normalized", "role"))
    names = Role.objects.order_by("-order", "-pk").values_list("name", "pk")
    return known | {normalize(name): pk for name, pk in names}


def title_keys(written: Collection[str], known: Mapping[str, int]) -> dict[str, int]:
    """Keys of the rows of titles, by the title normalized; rows that are missing are made."""
    first = {normalized(title): title for title in reversed([*written])}
    found = _keys(first)
    new = [
        SurveyTitle(title=first[key], normalized=key, role_id=known.get(key))
        for key in sorted(first.keys() - found.keys())
    ]
    if new:
        SurveyTitle.objects.bulk_create(new, ignore_conflicts=True)
        found |= _keys([title.normalized for title in new])
    return found


def _keys(names: Collection[str]) -> dict[str, int]:
    rows = SurveyTitle.objects.filter(normalized__in=[*names]).order_by()
    return dict(rows.values_list("normalized", "pk"))


@transaction.atomic
def choose_role(*, title: SurveyTitle, chosen: Role | None, is_none: bool) -> None:
    """Say which role a title stands for, or that it stands for none. Neither: the roles’ own words decide."""
    title.chosen, title.is_none = (None if is_none else chosen), is_none
    title.role_id = _role_of(title, roles_by_title())
    title.save(update_fields=("chosen", "is_none", "role"))


def settle_titles() -> list[int]:
    """Let every title count for the role that it stands for today; keys of sources whose figures are behind."""
    known = roles_by_title()
    moved = []
    for title in SurveyTitle.objects.order_by("pk").iterator():
        role = _role_of(title, known)
        if role != title.role_id:
            title.role_id = role
            moved.append(title)
    SurveyTitle.objects.bulk_update(moved, ["role"], batch_size=500)
    stale = SurveyTally.objects.exclude(titles=titles_digest())
    return list(stale.order_by("source").values_list("source", flat=True))


def _role_of(title: SurveyTitle, known: Mapping[str, int]) -> int | None:
    if title.is_none:
        return None
    return title.chosen_id or known.get(title.normalized)


def titles_digest() -> str:
    """The same while every title stands for the same role."""
    digest = hashlib.sha256()
    mapped = SurveyTitle.objects.exclude(role=None).order_by("pk")
    for pair in mapped.values_list("pk", "role").iterator():
        digest.update(b"%d:%d;" % pair)
    return digest.hexdigest()


def drop_idle_titles() -> int:
    """Forget titles that no report names and nobody has decided about; not while files are being read."""
    if SurveyImport.objects.filter(state=State.CHECKING).exists():
        return 0
    named = SurveyReport.objects.order_by().values("title")
    idle = SurveyTitle.objects.filter(chosen=None, is_none=False).exclude(pk__in=named)
    count, _ = idle.delete()
    return count
