"""What each group may do here. Figures are withdrawn, not deleted."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "analyst": [
        *work_on("salaries.benchmark", "salaries.source"),
        *work_on("taxonomy.role", verbs=("view",)),
    ],
    "editor": work_on("salaries.benchmark", "salaries.source", verbs=("view",)),
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("salaries", "0001_initial"),
        ("taxonomy", "0002_rights"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
