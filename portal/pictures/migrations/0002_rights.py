"""Who may add pictures and change their words; what was published is deleted by editors alone."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "author": work_on("pictures.picture"),
    "editor": work_on("pictures.picture", verbs=("view", "add", "change", "delete")),
}


class Migration(migrations.Migration):
    dependencies = [("pictures", "0001_initial"), ("accounts", "0002_groups")]
    operations = [
        migrations.RunPython(
            partial(grant, rights=RIGHTS), migrations.RunPython.noop, elidable=False
        )
    ]
