"""What moderators work with: reports, reasons, what was found out beforehand; letters of closing."""

from functools import partial

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import jobs.models.keeping
from portal.accounts.groups import grant, work_on

RIGHTS = {"moderator": work_on("jobs.returnreason", verbs=("view", "add", "change", "delete"))}
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
        ("jobs", "0008_apply_email"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What moderators choose by.", max_length=80, unique=True
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="What the company’s people read. Say what to change.",
                        validators=[django.core.validators.MaxLengthValidator(1000)],
                    ),
                ),
            ],
            options={
                "verbose_name": "reason for returning",
                "verbose_name_plural": "reasons for returning",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="job",
            name="closing_told",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="jobevent",
            name="item",
            field=models.ForeignKey(
                on_delete=jobs.models.keeping.keep_posted, related_name="events", to="jobs.job"
            ),
        ),
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
                    ("dismissed", "reports dismissed"),
                ],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="jobrevision",
            name="item",
            field=models.ForeignKey(
                on_delete=jobs.models.keeping.keep_posted, related_name="revisions", to="jobs.job"
            ),
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspection",
                        to="jobs.job",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="likenesses",
                        to="jobs.job",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="jobs.job"
                    ),
                ),
            ],
            options={
                "ordering": ("-percent", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("job", "other"), name="likeness_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=20)),
                ("address", models.TextField()),
                ("state", models.CharField(max_length=12)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "field", "address"), name="outside_link_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("fraud", "It asks for money or personal data, or it is a fraud"),
                            ("not_real", "The job does not exist, or is filled"),
                            ("pay", "The pay is not what it says"),
                            ("unfair", "It shuts people out unfairly"),
                            ("copy", "It is a copy of another listing"),
                            ("other", "Something else"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("address", models.EmailField(blank=True, editable=False, max_length=254)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dismissed", "dismissed"),
                            ("returned", "taken off the site and returned"),
                            ("closed", "taken off the site"),
                            ("suspended", "company suspended"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, editable=False, max_length=1000)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ("sent_at", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)),
                        fields=["job", "sent_at"],
                        name="report_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decision", "")),
                            models.Q(
                                ("address", ""),
                                ("decided_at__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_decided",
                        violation_error_message="A report that is decided says how, and no longer by whom it was sent.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BigIntegerField()),
                (
                    "job",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mark", "-job"], name="text_mark")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "mark"), name="text_mark_once")
                ],
            },
        ),
        migrations.RunPython(write_reasons, migrations.RunPython.noop),
        migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop),
    ]
