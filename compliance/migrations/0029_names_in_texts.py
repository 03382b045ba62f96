from compliance.models.fields import found_by_part
from django.db import migrations


class Migration(migrations.Migration):
    """Ships and firms have no table: they are named in texts and notes, and found there."""

    dependencies = [("compliance", "0026_silences")]

    operations = [
        migrations.AddIndex(model, found_by_part(field, name=name))
        for model, field, name in (
            ("capture", "text", "capture_by_part_of_text"),
            ("estimate", "method", "estimate_by_part_of_method"),
            ("estimate", "note", "estimate_by_part_of_note"),
            ("report", "note", "report_by_part_of_note"),
            ("transfer", "note", "line_by_part_of_note"),
        )
    ]
