"""The four groups of staff, and who of them may make tokens for themselves."""

from functools import partial

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.accounts.groups import GROUPS, grant, work_on

OWN = work_on("accounts.apitoken", verbs=("view", "add"))
RIGHTS = {"author": OWN, "editor": OWN}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in GROUPS:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop),
    ]
