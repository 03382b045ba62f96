from django.db import migrations

from compliance.migrations._append_only import FUNCTION, guard


EVIDENCE = (
    "compliance_report",
    "compliance_transfer",
    "compliance_notice",
    "compliance_delivery",
    "compliance_article",
    "compliance_attempt",
    "compliance_capture",
    "compliance_reading",
    "compliance_figure",
    "compliance_claim",
    "compliance_finding",
    "compliance_findingline",
    "compliance_review",
)


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "drop function compliance_append_only()"),
        *(guard(table) for table in EVIDENCE),
    ]
