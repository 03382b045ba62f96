"""The triggers that keep every version of a resolution, a paragraph's words and a factor.

A trigger sees every change, by whatever door it comes. A factor that joins a policy held since an
earlier transaction changes what caps rest on; one that is planted with its policy does not.
"""

from __future__ import annotations

from django.db import migrations


FUNCTION = migrations.RunSQL(
    """
    create function compliance_keep_version() returns trigger language plpgsql as $$
    declare
        what text := tg_argv[0];
        held jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    begin
        insert into compliance_factversion (kind, fact, version, good, said, changes, gone, at)
        select
            what,
            (held ->> 'id')::bigint,
            1 + coalesce(max(version), 0),
            (held ->> 'commodity_id')::bigint,
            held - 'id' - 'place',
            tg_op <> 'INSERT' or (what = 'factor' and exists (
                select from compliance_factversion
                where kind = 'factor' and said ->> 'policy_id' = held ->> 'policy_id'
                    and at < transaction_timestamp()
            )),
            tg_op = 'DELETE',
            transaction_timestamp()
        from compliance_factversion
        where kind = what and fact = (held ->> 'id')::bigint;
        return null;
    end
    $$;
    """,
    "drop function compliance_keep_version();",
)


def keep_versions(what: str, table: str, *, of: str = "*") -> migrations.RunSQL:
    """Keep versions of a table's rows, beginning with those held; a new one when `of` changes."""
    changed = f"old.{of} is distinct from new.{of}"
    return migrations.RunSQL(
        f"""
        do $$ begin
            execute format(
                'insert into compliance_factversion '
                '(kind, fact, version, good, said, changes, gone, at) '
                'select %L, id, 1, (to_jsonb(t) ->> ''commodity_id'')::bigint, '
                'to_jsonb(t) - ''id'' - ''place'', false, false, transaction_timestamp() '
                'from %I t', '{what}', '{table}'
            );
        end $$;
        create trigger keep_version_made after insert or delete on {table}
            for each row execute function compliance_keep_version('{what}');
        create trigger keep_version_changed after update on {table}
            for each row when ({changed}) execute function compliance_keep_version('{what}');
        """,
        f"""
        drop trigger keep_version_made on {table};
        drop trigger keep_version_changed on {table};
        """,
    )
