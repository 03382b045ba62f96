from django.db import migrations

from compliance.migrations._append_only import guard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0003_ledger_in_full")]

    operations = [
        guard(f"compliance_{model}")
        for model in ("noticewithdrawal", "estimate", "decision", "decisionstep", "assertion")
    ]
