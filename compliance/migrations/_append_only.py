"""The third guard of evidence: triggers in PostgreSQL that refuse UPDATE, DELETE and TRUNCATE.

Plain SQL and not a library, because the libraries come with a switch to ignore their triggers,
and a lock with a public key is a label (docs/decisions/0004). tests/house proves that every
evidence table has both triggers.
"""

from __future__ import annotations

from django.db import migrations


FUNCTION = """
create or replace function compliance_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% rows are evidence: % is refused, add a row that says what changed',
        tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;
"""


def guard(table: str) -> migrations.RunSQL:
    """Make a table append-only."""
    return migrations.RunSQL(
        f"""
        create trigger append_only_rows before update or delete on {table}
            for each row execute function compliance_append_only();
        create trigger append_only_table before truncate on {table}
            for each statement execute function compliance_append_only();
        """,
        f"""
        drop trigger append_only_rows on {table};
        drop trigger append_only_table on {table};
        """,
    )
