from typing import Any

from django.db import migrations, models


def vouch_for_everybody(apps: Any, schema_editor: Any) -> None:
    """Whoever has an account by now got it from staff."""
    addresses = apps.get_model("account", "EmailAddress")
    known = addresses.objects.values("user")
    people = apps.get_model("accounts", "User").objects.exclude(pk__in=known)
    addresses.objects.bulk_create(
        addresses(user_id=pk, email=email, verified=True, primary=True)
        for pk, email in people.values_list("pk", "email")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How often all sessions were ended at once."
            ),
        ),
        migrations.RunPython(vouch_for_everybody, migrations.RunPython.noop),
    ]
