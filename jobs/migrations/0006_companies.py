"""Companies that people make, join, leave; and that staff suspend."""

from functools import partial

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jobs.naming import name_key, site_domain
from portal.accounts.groups import grant, work_on

RIGHTS = {
    "moderator": work_on("jobs.invitation", "jobs.companyevent", verbs=("view",)),
}


def key_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What likely duplicates share, for companies that are there already."""
    companies = apps.get_model("jobs", "Company")
    rows = list(companies.objects.all())
    for row in rows:
        row.name_key, row.site_domain = name_key(row.name), site_domain(row.website)
    companies.objects.bulk_update(rows, ("name_key", "site_domain"), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_moderation"),
        ("taxonomy", "0002_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("edited", "facts changed"),
                            ("invited", "invited"),
                            ("withdrawn", "invitation withdrawn"),
                            ("joined", "joined"),
                            ("role", "role changed"),
                            ("left", "left"),
                            ("removed", "removed"),
                            ("handed_over", "handed over"),
                            ("domain", "joining by domain changed"),
                            ("suspended", "suspended"),
                            ("reinstated", "reinstated"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "owner"), ("recruiter", "recruiter")],
                        default="recruiter",
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("expires_at", models.DateTimeField(editable=False)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="company",
            name="join_domain",
            field=models.CharField(
                db_index=True,
                default="",
                editable=False,
                help_text="Whoever has a confirmed address of this domain may join.",
                max_length=253,
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="name_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="company",
            name="site_domain",
            field=models.CharField(db_index=True, default="", editable=False, max_length=253),
        ),
        migrations.AddField(
            model_name="company",
            name="suspended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="company",
            name="suspended_reason",
            field=models.CharField(default="", editable=False, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("join_domain", ""), ("join_domain", models.F("site_domain")), _connector="OR"
                ),
                name="company_join_domain",
                violation_error_message="People join by the domain of the company’s website alone.",
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="jobs.company",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="jobs.company",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="companyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "created",
                            "edited",
                            "invited",
                            "withdrawn",
                            "joined",
                            "role",
                            "left",
                            "removed",
                            "handed_over",
                            "domain",
                            "suspended",
                            "reinstated",
                        ),
                    )
                ),
                name="company_event_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                fields=("company", "email"),
                name="invitation_open_once",
                violation_error_message="This address is invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("owner", "recruiter"))), name="invitation_role"
            ),
        ),
        migrations.RunPython(key_names, migrations.RunPython.noop),
        migrations.RunPython(partial(grant, rights=RIGHTS), migrations.RunPython.noop),
    ]
