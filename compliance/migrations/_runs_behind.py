"""The trigger that counts, for each run of usage steps, the lines that came in after it was made.

Steps are made for speed alone and are never read while a line is missing from them; a trigger
sees every line, by whatever door it comes. One statement a writing, not one a row.
"""

from __future__ import annotations

from django.db import migrations


COUNT = migrations.RunSQL(
    """
    create function compliance_runs_behind() returns trigger language plpgsql as $$
    begin
        update compliance_usagerun run set behind = run.behind + come.lines
        from (
            select r.id, count(distinct said.id) as lines
            from (
                select id, commodity_id, recipient, supplier, first_day, last_day from fresh
                union all
                select f.id, earlier.commodity_id, earlier.recipient, earlier.supplier,
                       earlier.first_day, earlier.last_day
                from fresh f
                join compliance_transfer earlier on earlier.series = f.series
                where f.revision > 1 and earlier.revision < f.revision
            ) said
            join compliance_cap c on c.commodity_id = said.commodity_id
                and (c.recipient is null or c.recipient = said.recipient)
                and (c.supplier is null or c.supplier = said.supplier)
            join compliance_usagerun r on r.cap_id = c.id
                and said.first_day <= r.reach_last_day and said.last_day >= r.reach_first_day
            group by r.id
        ) come
        where come.id = run.id;
        return null;
    end
    $$;
    create trigger runs_behind after insert on compliance_transfer
        referencing new table as fresh
        for each statement execute function compliance_runs_behind();
    """,
    """
    drop trigger runs_behind on compliance_transfer;
    drop function compliance_runs_behind();
    """,
)
