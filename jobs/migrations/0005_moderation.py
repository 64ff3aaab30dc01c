"""Which revision waits for review, and what a closed listing keeps while it is reviewed again."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Q, Subquery


def keep_waiting(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What waited until now waits on, since its latest revision was saved."""
    job, revision = apps.get_model("jobs", "Job"), apps.get_model("jobs", "JobRevision")
    edited = Q(status="published", latest_number__gt=F("live_number"))
    latest = revision.objects.filter(item=OuterRef("pk"), number=OuterRef("latest_number"))
    job.objects.filter(Q(status="in_review") | edited).update(
        submitted_number=F("latest_number"), submitted_at=Subquery(latest.values("created_at"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0004_unsaved_listings"),
        ("taxonomy", "0002_rights"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="job",
            name="job_closed",
        ),
        migrations.AddField(
            model_name="job",
            name="submitted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="handed over"),
        ),
        migrations.AddField(
            model_name="job",
            name="submitted_number",
            field=models.PositiveIntegerField(
                editable=False,
                help_text="The one handed over; empty when none waits.",
                null=True,
                verbose_name="revision that waits for review",
            ),
        ),
        migrations.RunPython(keep_waiting, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="jobevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("submitted", "submitted for review"),
                    ("returned", "returned"),
                    ("published", "published"),
                    ("closed", "taken off the site"),
                    ("renewed", "given a new day of closing"),
                    ("taken_back", "taken back"),
                ],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("submitted_number__isnull", False)),
                fields=["submitted_at", "id"],
                name="job_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("status", "published"), _negated=True),
                        ("close_reason__in", ["filled", "withdrawn"]),
                        ("closed_at__isnull", False),
                        ("live_number__isnull", False),
                    ),
                    models.Q(
                        models.Q(("status", "closed"), _negated=True),
                        ("close_reason", ""),
                        ("closed_at", None),
                    ),
                    _connector="OR",
                ),
                name="job_closed",
                violation_error_message="A closed listing has a day and a reason of closing, and one that was never closed has neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("submitted_at", None),
                        ("submitted_number", None),
                        models.Q(("status", "in_review"), _negated=True),
                    ),
                    models.Q(
                        ("status__in", ("in_review", "published")),
                        ("submitted_at__isnull", False),
                        ("submitted_number__isnull", False),
                        ("submitted_number__lte", models.F("latest_number")),
                    ),
                    _connector="OR",
                ),
                name="job_submitted",
                violation_error_message="What is in review names the revision that waits, since when.",
            ),
        ),
    ]
