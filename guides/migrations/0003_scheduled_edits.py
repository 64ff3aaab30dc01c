import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guides", "0002_rights"),
        ("pictures", "0002_rights"),
        ("taxonomy", "0002_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="guide",
            name="edit_refused",
            field=models.CharField(
                default="",
                editable=False,
                max_length=1000,
                verbose_name="why the scheduled edit did not go live",
            ),
        ),
        migrations.AddField(
            model_name="guide",
            name="next_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="edit goes live at"),
        ),
        migrations.AddField(
            model_name="guide",
            name="next_number",
            field=models.PositiveIntegerField(
                editable=False, null=True, verbose_name="scheduled revision"
            ),
        ),
        migrations.AlterField(
            model_name="guideevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("submitted", "submitted for review"),
                    ("returned", "returned"),
                    ("published", "published"),
                    ("closed", "taken off the site"),
                    ("approved", "approved"),
                    ("archived", "put away"),
                    ("taken_back", "taken from the archive"),
                    ("edit_scheduled", "edit scheduled"),
                    ("edit_dropped", "edit taken off the schedule"),
                    ("edit_refused", "scheduled edit not published"),
                ],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="guide",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["next_at"],
                name="guide_next_at",
            ),
        ),
        migrations.AddIndex(
            model_name="guide",
            index=models.Index(
                condition=models.Q(("edit_refused", ""), _negated=True),
                fields=["status"],
                name="guide_edit_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_at", None), ("next_number", None)),
                    models.Q(
                        ("next_at__isnull", False),
                        ("next_number__isnull", False),
                        (
                            "next_at__range",
                            (
                                dt.datetime(1990, 1, 1, 0, 0, tzinfo=dt.UTC),
                                dt.datetime(2100, 12, 31, 0, 0, tzinfo=dt.UTC),
                            ),
                        ),
                        ("status", "published"),
                        ("next_number__gt", models.F("live_number")),
                        models.Q(
                            ("unpublish_at", None),
                            ("unpublish_at__gt", models.F("next_at")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="guide_next",
                violation_error_message="An edit of what is published can be scheduled until the guide ends.",
            ),
        ),
    ]
