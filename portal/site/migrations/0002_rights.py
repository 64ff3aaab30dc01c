"""What each group may do here."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "editor": work_on("site.page"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("site", "0001_initial"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
