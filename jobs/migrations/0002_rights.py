"""What moderators may do here; the other groups of staff may do nothing. And reasons to begin with."""

from functools import partial

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.accounts.groups import grant, work_on

ALL = ("view", "add", "change", "delete")
SEEN = ("view",)
RIGHTS = {
    "moderator": [
        *work_on("jobs.job", "jobs.company"),
        # Approve, return, renew, close and reopen.
        "jobs.publish_job",
        *work_on("jobs.membership", "jobs.returnreason", verbs=ALL),
        *work_on("jobs.jobrevision", "jobs.jobevent", verbs=SEEN),
        *work_on("jobs.invitation", "jobs.companyevent", verbs=SEEN),
        *work_on("jobs.alert", verbs=("view", "delete")),
        *work_on("jobs.told", verbs=SEEN),
    ],
}
REASONS = {
    "Pay range too wide": "The range of the pay is too wide to tell applicants anything. Give the range that you "
    "expect to pay when you hire, or list each level by itself.",
    "Title says more than the job": "The title should be the job title alone: without pay, place, or words that "
    "advertise. Please change it.",
    "Work not described": "The description says little about the work. Say what the person would do, with whom, "
    "and what they should bring.",
    "Pay transparency": "The law of a place where the work can be done asks for more than the listing says. "
    "The form names what is missing, and where.",
    "Link does not work": "The page to apply at does not open. Please check its address.",
    "Copy of another listing": "Another listing of yours says nearly the same. Change that one, or say what "
    "differs here.",
    "Company not known": "We could not tell that you write for this company. Please submit the listing from an "
    "address of its website, or tell us how to find you there.",
}


def write_reasons(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """To begin with; moderators change them."""
    reason = apps.get_model("jobs", "ReturnReason")
    reason.objects.bulk_create(reason(name=name, text=text) for name, text in REASONS.items())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("jobs", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop),
        migrations.RunPython(write_reasons, migrations.RunPython.noop),
    ]
