"""The triggers that write down, in the transaction itself, that something shown was written.

A statement that found no row to write touches nothing, so a sweep that finds nothing to do costs
nobody an answer that is kept.
"""

from __future__ import annotations

from django.db import migrations


FUNCTION = migrations.RunSQL(
    """
    create function compliance_touch() returns trigger language plpgsql as $$
    declare
        me text := pg_current_xact_id()::text;
    begin
        if coalesce(current_setting('tracker.touched', true), '') = me then
            return null;
        end if;
        if tg_op <> 'TRUNCATE' then
            if not exists (select from fresh) then
                return null;
            end if;
        end if;
        insert into compliance_touch (epoch) values (false);
        perform set_config('tracker.touched', me, true);
        return null;
    end
    $$;
    insert into compliance_touch (epoch) values (true);
    """,
    "drop function compliance_touch();",
)


def touching(table: str) -> migrations.RunSQL:
    """Whatever is written to a table touches what is kept, from here on."""
    table = f"compliance_{table}"
    return migrations.RunSQL(
        f"""
        create trigger touch_added after insert on {table}
            referencing new table as fresh for each statement execute function compliance_touch();
        create trigger touch_changed after update on {table}
            referencing new table as fresh for each statement execute function compliance_touch();
        create trigger touch_gone after delete on {table}
            referencing old table as fresh for each statement execute function compliance_touch();
        create trigger touch_emptied after truncate on {table}
            for each statement execute function compliance_touch();
        """,
        f"""
        drop trigger touch_added on {table}; drop trigger touch_changed on {table};
        drop trigger touch_gone on {table}; drop trigger touch_emptied on {table};
        """,
    )


TOUCHING = (
    "article", "assertion", "attempt", "cap", "capconfirmation", "capture", "claim", "cluster",
    "committee", "commodity", "conversion", "conversionpolicy", "deadline", "decision",
    "decisionstep", "delivery", "estimate", "factversion", "figure", "finding", "findingline",
    "goodscope", "illustration", "issuednotice", "ledgerchange", "limit", "measure",
    "nationalmeasure", "notice", "noticewithdrawal", "outcome", "paragraph", "print", "proposal",
    "reading", "relook", "replay", "report", "resolution", "review", "sighting", "source", "story",
    "threshold", "transfer", "usagerun", "usagestep",
)  # fmt: skip
