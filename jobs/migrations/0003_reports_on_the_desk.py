"""Moderators look up what was reported and how it was decided; nobody writes it there."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {"moderator": work_on("jobs.report", verbs=("view",))}


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_rights")]
    operations = [
        migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop),
    ]
