"""What each group may do here."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

ROLE = ("taxonomy.role",)
PARTS = (
    "taxonomy.rolesynonym",
    "taxonomy.roleresponsibility",
    "taxonomy.roleskill",
    "taxonomy.roleneighbor",
)
EVERYTHING = ("view", "add", "change", "delete")
RIGHTS = {
    "author": work_on(*ROLE, *PARTS, verbs=("view",)),
    "editor": [
        *work_on(*ROLE, "taxonomy.skill", "taxonomy.responsibility"),
        *work_on(*PARTS, "taxonomy.formerroleslug", verbs=EVERYTHING),
        *work_on("taxonomy.place", verbs=("view",)),
    ],
    "moderator": [
        *work_on(*ROLE, *PARTS, verbs=("view",)),
        *work_on("taxonomy.skill", "taxonomy.place"),
    ],
    "analyst": [
        *work_on(*ROLE, "taxonomy.skill", "taxonomy.place"),
        *work_on(*PARTS, verbs=EVERYTHING),
        *work_on("taxonomy.responsibility", verbs=("view",)),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taxonomy", "0001_initial"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
