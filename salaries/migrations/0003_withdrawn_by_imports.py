"""An import tells how many published figures it withdraws; of those from before it is not known, and stays 0."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("salaries", "0002_rights")]
    operations = [
        migrations.AddField(
            model_name="surveyimport",
            name="withdrawn",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Of the source, by what is counted with this file.",
                verbose_name="published figures withdrawn",
            ),
        ),
    ]
