"""What each group may do here."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "author": [
        *work_on("guides.guide"),
        *work_on("guides.topic", "guides.author", verbs=("view",)),
    ],
    "editor": [
        *work_on("guides.guide", verbs=("view", "add", "change", "delete", "publish")),
        *work_on("guides.topic", "guides.author"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guides", "0001_initial"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
