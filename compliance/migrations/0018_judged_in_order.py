from django.db import migrations

from compliance.migrations._ledger_changes import IN_ORDER


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0017_audit'),
    ]

    operations = [IN_ORDER]
