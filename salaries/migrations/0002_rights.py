"""What each group may do here. Figures are withdrawn, not deleted."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "analyst": [
        *work_on("salaries.benchmark", "salaries.source"),
        *work_on("salaries.figurechange", "taxonomy.role", verbs=("view",)),
        *work_on("salaries.snapshot", verbs=("view", "add")),
        *work_on("salaries.surveyimport", verbs=("view", "add", "apply")),
        *work_on("salaries.surveytitle", verbs=("view", "change")),
    ],
    "editor": work_on(
        "salaries.benchmark",
        "salaries.source",
        "salaries.figurechange",
        "salaries.snapshot",
        verbs=("view",),
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("salaries", "0001_initial"),
        ("taxonomy", "0002_rights"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
