from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="PanelFault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("panel", models.CharField(max_length=60)),
                ("arguments", models.CharField(blank=True, max_length=600)),
                (
                    "where",
                    models.CharField(
                        blank=True, help_text="The page on which it was missing.", max_length=300
                    ),
                ),
                ("message", models.CharField(max_length=300)),
                ("first_seen", models.DateTimeField()),
                ("last_seen", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=1, verbose_name="times seen")),
                ("fingerprint", models.CharField(editable=False, max_length=32, unique=True)),
            ],
            options={"ordering": ("-last_seen",)},
        ),
    ]
