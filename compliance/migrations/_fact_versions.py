"""The triggers that keep every version of a resolution, a paragraph's words, a factor, and of the
limits and thresholds of caps.

A trigger sees every change, by whatever door it comes. A factor that joins a policy held since an
earlier transaction changes what caps rest on, and so does a limit or threshold that joins a cap;
one that is planted with its policy or cap does not.
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
OF_CAPS = migrations.RunSQL(
    """
    create function compliance_keep_version_of_cap() returns trigger language plpgsql as $$
    declare
        what text := tg_argv[0];
        held jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
        whose bigint := (held ->> 'cap_id')::bigint;
    begin
        insert into compliance_factversion (kind, fact, version, cap, said, changes, gone, at)
        select
            what,
            (held ->> 'id')::bigint,
            1 + coalesce(max(version), 0),
            whose,
            held - 'id' - 'place',
            tg_op <> 'INSERT' or exists (
                select from compliance_factversion
                where kind = what and cap = whose and at < transaction_timestamp()
            ),
            tg_op = 'DELETE',
            transaction_timestamp()
        from compliance_factversion
        where kind = what and fact = (held ->> 'id')::bigint;
        return null;
    end
    $$;
    """,
    "drop function compliance_keep_version_of_cap();",
)


def keep_versions(what: str, table: str, *, of: str = "*") -> migrations.RunSQL:
    """Keep versions of a table's rows, beginning with those held; a new one when `of` changes."""
    changed = f"old.{of} is distinct from new.{of}"
    return _kept(what, table, changed, good="(to_jsonb(t) ->> ''commodity_id'')::bigint")


def keep_versions_of_cap(what: str, table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """The same for rows that belong to a cap; a new version when one of `columns` changes."""
    was, now = (", ".join(f"{row}.{each}" for each in columns) for row in ("old", "new"))
    changed = f"({was}) is distinct from ({now})"
    return _kept(what, table, changed, cap="cap_id", function="compliance_keep_version_of_cap")


def _kept(
    what: str,
    table: str,
    changed: str,
    *,
    function: str = "compliance_keep_version",
    **whose: str,
) -> migrations.RunSQL:
    ((column, value),) = whose.items()
    return migrations.RunSQL(
        f"""
        do $$ begin
            execute format(
                'insert into compliance_factversion '
                '(kind, fact, version, {column}, said, changes, gone, at) '
                'select %L, id, 1, {value}, '
                'to_jsonb(t) - ''id'' - ''place'', false, false, transaction_timestamp() '
                'from %I t', '{what}', '{table}'
            );
        end $$;
        create trigger keep_version_made after insert or delete on {table}
            for each row execute function {function}('{what}');
        create trigger keep_version_changed after update on {table}
            for each row when ({changed}) execute function {function}('{what}');
        """,
        f"""
        drop trigger keep_version_made on {table};
        drop trigger keep_version_changed on {table};
        """,
    )
