"""The four kinds of staff, and how an app's migration gives them rights.

Groups are made by a migration here; every app grants what its own models need, in its own migration:
`RunPython(partial(grant, rights={"editor": ["guides.publish_guide"]}), RunPython.noop)`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS: Final = ("author", "editor", "moderator", "analyst")


def grant(
    apps: Apps, schema_editor: BaseDatabaseSchemaEditor, *, rights: Mapping[str, Iterable[str]]
) -> None:
    """Give groups the permissions named "app.codename"; makes those that post_migrate has yet to make."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    type_model = apps.get_model("contenttypes", "ContentType")
    for name, codes in rights.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for code in codes:
            app_label, codename = code.split(".")
            verb, _, model = codename.rpartition("_")
            content_type, _ = type_model.objects.get_or_create(app_label=app_label, model=model)
            permission, _ = permission_model.objects.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": f"Can {verb} {model}"},
            )
            group.permissions.add(permission)


def work_on(*models: str, verbs: Iterable[str] = ("view", "add", "change")) -> list[str]:
    """Permission names for models given as "app.model"; deleting is left out unless asked for."""
    return [
        f"{app}.{verb}_{model}"
        for app, model in (name.split(".") for name in models)
        for verb in verbs
    ]
