"""The triggers that note what has changed since claims were judged: lines, factors, the law.

A trigger sees every change, by whatever door it comes, in the transaction that makes it. One row
a statement, supplier and good, and none while no claim is held.
"""

from __future__ import annotations

from django.db import migrations


LAW = ("conversion", "conversionpolicy", "cap", "limit", "measure", "proposal")

NOTE = migrations.RunSQL(
    """
    create function compliance_note_lines() returns trigger language plpgsql as $$
    begin
        insert into compliance_ledgerchange
            (commodity_id, supplier, first_day, last_day, what, done_to)
        select commodity_id, supplier, min(first_day), max(last_day), 'transfer', 0
        from (
            select commodity_id, supplier, first_day, last_day from fresh
            union all
            select earlier.commodity_id, earlier.supplier, earlier.first_day, earlier.last_day
            from fresh f
            join compliance_transfer earlier on earlier.series = f.series
            where f.revision > 1 and earlier.revision < f.revision
        ) said
        where exists (select from compliance_claim)
        group by commodity_id, supplier;
        return null;
    end
    $$;
    create trigger note_lines after insert on compliance_transfer
        referencing new table as fresh
        for each statement execute function compliance_note_lines();

    create function compliance_note_law() returns trigger language plpgsql as $$
    begin
        if exists (select from compliance_claim) and not exists (
            select from compliance_ledgerchange
            where what = substr(tg_table_name, 12) and done_to = 0
                and xmin::text = (txid_current() % 4294967296)::text
        ) then
            insert into compliance_ledgerchange (supplier, what, done_to)
            values ('', substr(tg_table_name, 12), 0);
        end if;
        return null;
    end
    $$;
    """,
    """
    drop trigger note_lines on compliance_transfer;
    drop function compliance_note_lines();
    drop function compliance_note_law();
    """,
)

# How often claims were gone through because of a change: whoever judged by what was loaded before
# that judges again (`services.review.reconciling`). And what is changed while no claim is held, and
# so is noted by nobody, is waited for before the first claims are judged.
IN_ORDER = migrations.RunSQL(
    """
    create sequence compliance_gone_through;

    create or replace function compliance_note_lines() returns trigger language plpgsql as $$
    begin
        if not exists (select from compliance_claim) then
            perform pg_advisory_xact_lock_shared(1718006);
        end if;
        insert into compliance_ledgerchange
            (commodity_id, supplier, first_day, last_day, what, done_to)
        select commodity_id, supplier, min(first_day), max(last_day), 'transfer', 0
        from (
            select commodity_id, supplier, first_day, last_day from fresh
            union all
            select earlier.commodity_id, earlier.supplier, earlier.first_day, earlier.last_day
            from fresh f
            join compliance_transfer earlier on earlier.series = f.series
            where f.revision > 1 and earlier.revision < f.revision
        ) said
        where exists (select from compliance_claim)
        group by commodity_id, supplier;
        return null;
    end
    $$;

    create or replace function compliance_note_law() returns trigger language plpgsql as $$
    begin
        if not exists (select from compliance_claim) then
            perform pg_advisory_xact_lock_shared(1718006);
        end if;
        if exists (select from compliance_claim) and not exists (
            select from compliance_ledgerchange
            where what = substr(tg_table_name, 12) and done_to = 0
                and xmin::text = (txid_current() % 4294967296)::text
        ) then
            insert into compliance_ledgerchange (supplier, what, done_to)
            values ('', substr(tg_table_name, 12), 0);
        end if;
        return null;
    end
    $$;
    """,
    "drop sequence compliance_gone_through;",
)


def note_law(table: str) -> migrations.RunSQL:
    """Changes of a table of the law are noted; planting it again as it is changes nothing."""
    return migrations.RunSQL(
        f"""
        create trigger note_law_added after insert or delete on {table}
            for each row execute function compliance_note_law();
        create trigger note_law_changed after update on {table}
            for each row when (old.* is distinct from new.*)
            execute function compliance_note_law();
        """,
        f"""
        drop trigger note_law_added on {table};
        drop trigger note_law_changed on {table};
        """,
    )
