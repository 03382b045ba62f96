import datetime

import django.db.models.deletion
from django.db import migrations, models

from compliance.migrations._runs_behind import COUNT


class Migration(migrations.Migration):
    dependencies = [("compliance", "0006_law_products")]

    operations = [
        migrations.DeleteModel("UsageStep"),
        migrations.CreateModel(
            name="UsageRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cap", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="compliance.cap")),
                ("first_day", models.DateField(help_text="first day of the cap period")),
                ("policy", models.CharField(max_length=50)),
                ("reach_first_day", models.DateField(help_text="lines from here have a say in the period")),
                ("reach_last_day", models.DateField()),
                ("rules", models.CharField(help_text="SHA-256 of the terms, factors and fold", max_length=64)),
                ("behind", models.PositiveIntegerField(default=0, help_text="lines that came in since")),
            ],
            options={
                "ordering": ["cap", "first_day", "policy"],
                "constraints": [
                    models.UniqueConstraint(fields=("cap", "first_day", "policy"), name="a_period_has_one_run_a_policy")
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="compliance.usagerun")),
                ("known_on", models.DateField(help_text="0001-01-01: before anything was known")),
                ("value", models.JSONField(help_text="the step, as core.ledger.steps writes it")),
                ("lines", models.PositiveIntegerField(help_text="how many lines it stands on")),
                ("digest", models.CharField(help_text="of those lines: the sum of their SHA-256", max_length=64)),
            ],
            options={
                "ordering": ["run", "known_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "known_on"), name="a_step_stands_once_a_day")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                fields=["commodity", "first_day"],
                condition=models.Q(last_day__gte=models.F("first_day") + datetime.timedelta(days=31)),
                name="transfer_long_spans",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["commodity", "known_on"], name="transfer_by_day_learnt"),
        ),
        COUNT,
    ]
