"""What moderators may do here; the other groups of staff may do nothing."""

from functools import partial

from django.db import migrations

from portal.accounts.groups import grant, work_on

RIGHTS = {
    "moderator": [
        *work_on("jobs.job", "jobs.company"),
        # Approve, return, renew, close and reopen.
        "jobs.publish_job",
        *work_on("jobs.membership", verbs=("view", "add", "change", "delete")),
        *work_on("jobs.jobrevision", "jobs.jobevent", verbs=("view",)),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("jobs", "0001_initial"),
    ]
    operations = [migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop)]
