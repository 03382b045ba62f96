"""The triggers of the audit: whatever is added to a table, changed or deleted is written down.

By the database and not by signals, which bulk writes and raw SQL pass by. Additions are written
down a statement at a time, so that a report of thousands of lines costs one insert more. Who acts
is read from a setting of the transaction (`models.actor`); without it the database's own role is
recorded. Columns named as hidden (passwords, keys) are said to have changed and never shown.
"""

from __future__ import annotations

from django.db import migrations


FUNCTIONS = """
create function compliance_audit_veil(said jsonb, hidden text[]) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_object_agg(
        key,
        case when key = any(hidden) and value not in ('null', '""')
            then '"(not shown)"' else value end
    ), '{}') from jsonb_each(said)
$$;

-- Arguments: the column that names a row; the hidden ones, by commas; the one that says why.
create function compliance_audit() returns trigger language plpgsql as $$
declare
    act jsonb := nullif(current_setting('tracker.actor', true), '')::jsonb;
    hidden text[] := string_to_array(tg_argv[1], ',');
    why text := nullif(act ->> 'why', '');
    was jsonb;
    now jsonb;
    named text;
    gone jsonb;
    come jsonb;
begin
    if act is null then
        act := jsonb_build_object(
            'name', session_user, 'origin', 'sql', 'door', current_setting('application_name'),
            'address', coalesce(host(inet_client_addr()), '')
        );
    end if;
    if tg_op = 'INSERT' then
        insert into compliance_auditentry (
            at, table_name, row_id, verb, after, actor, user_id, origin, address, door, why,
            db_role, txid, digest
        )
        select
            clock_timestamp(), tg_table_name, coalesce(said ->> tg_argv[0], ''), 'insert',
            case when hidden = '{}' then said else compliance_audit_veil(said, hidden) end,
            act ->> 'name', nullif(act ->> 'user', '')::bigint, act ->> 'origin',
            coalesce(act ->> 'address', ''), coalesce(act ->> 'door', ''),
            coalesce(why, said ->> tg_argv[2], ''), current_user,
            pg_current_xact_id()::text::bigint, ''
        from (select to_jsonb(fresh) as said from fresh) added;
        return null;
    end if;
    if tg_op = 'UPDATE' then
        was := to_jsonb(old);
        now := to_jsonb(new);
        if was = now then
            return null;
        end if;
        select jsonb_object_agg(key, value) into gone
            from jsonb_each(was) where now -> key is distinct from value;
        select jsonb_object_agg(key, value) into come
            from jsonb_each(now) where was -> key is distinct from value;
        named := now ->> tg_argv[0];
        why := coalesce(why, now ->> tg_argv[2]);
    elsif tg_op = 'DELETE' then
        gone := to_jsonb(old);
        named := gone ->> tg_argv[0];
    end if;
    insert into compliance_auditentry (
        at, table_name, row_id, verb, before, after, actor, user_id, origin, address, door, why,
        db_role, txid, digest
    ) values (
        clock_timestamp(), tg_table_name, coalesce(named, ''), lower(tg_op),
        case when gone is not null then compliance_audit_veil(gone, hidden) end,
        case when come is not null then compliance_audit_veil(come, hidden) end,
        act ->> 'name', nullif(act ->> 'user', '')::bigint, act ->> 'origin',
        coalesce(act ->> 'address', ''), coalesce(act ->> 'door', ''), coalesce(why, ''),
        current_user, pg_current_xact_id()::text::bigint, ''
    );
    return null;
end
$$;

create function compliance_audit_sealed() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.place is null and new.place is not null and new.digest ~ '^[0-9a-f]{64}$'
            and row(
                    new.id, new.at, new.table_name, new.row_id, new.verb, new.before, new.after,
                    new.actor, new.user_id, new.origin, new.address, new.door, new.why,
                    new.db_role, new.txid
                ) is not distinct from row(
                    old.id, old.at, old.table_name, old.row_id, old.verb, old.before, old.after,
                    old.actor, old.user_id, old.origin, old.address, old.door, old.why,
                    old.db_role, old.txid
                )
        then
            return new;
        end if;
    end if;
    raise exception 'the audit is only added to: % is refused', lower(tg_op)
        using errcode = 'restrict_violation';
end
$$;
create trigger sealed_rows before update or delete on compliance_auditentry
    for each row execute function compliance_audit_sealed();
create trigger sealed_table before truncate on compliance_auditentry
    for each statement execute function compliance_audit_sealed();
"""

WITHOUT = """
drop trigger sealed_rows on compliance_auditentry;
drop trigger sealed_table on compliance_auditentry;
drop function compliance_audit_sealed();
drop function compliance_audit();
drop function compliance_audit_veil(jsonb, text[]);
"""


def audited(
    table: str, *, named: str = "id", hidden: tuple[str, ...] = (), why: str = ""
) -> migrations.RunSQL:
    """Have every row that is written to a table written down."""
    args = f"'{named}', '{','.join(hidden)}', '{why}'"
    return migrations.RunSQL(
        f"""
        create trigger audit_added after insert on {table} referencing new table as fresh
            for each statement execute function compliance_audit({args});
        create trigger audit_changed after update or delete on {table}
            for each row execute function compliance_audit({args});
        create trigger audit_emptied after truncate on {table}
            for each statement execute function compliance_audit({args});
        """,
        f"""
        drop trigger audit_added on {table};
        drop trigger audit_changed on {table};
        drop trigger audit_emptied on {table};
        """,
    )
