"""Who sees what is missing on pages, and may strike it off once it is mended."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "author": work_on("panels.panelfault", verbs=("view",)),
    "editor": work_on("panels.panelfault", verbs=("view", "delete")),
    "analyst": work_on("panels.panelfault", verbs=("view",)),
}


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial"), ("accounts", "0002_groups")]
    operations = [
        migrations.RunPython(
            partial(grant, rights=RIGHTS), migrations.RunPython.noop, elidable=False
        )
    ]
