"""A claim may be of months without a delivery or a report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0025_kept_answers")]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="kind",
            field=models.CharField(
                choices=[
                    ("figure", "a figure"),
                    ("allegation", "a dealing alleged"),
                    ("silence", "months without a delivery or a report"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="category",
            field=models.CharField(
                blank=True, help_text="of an allegation or a silence", max_length=20
            ),
        ),
    ]
