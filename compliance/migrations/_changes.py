"""The triggers that write down, in the transaction that brings rows in, that they came in.

One row a statement and a thousand rows, so that a table of a million lines costs its import no
more than a thousand. What stands before is written down too: whoever follows from the beginning
gets everything.
"""

from __future__ import annotations

from django.db import migrations


FUNCTION = migrations.RunSQL(
    """
    create function compliance_note_change() returns trigger language plpgsql as $$
    begin
        execute format(
            'insert into compliance_change (at, what, rows) '
            'select clock_timestamp(), %L, array_agg(id order by id) from ( '
            '    select id, (row_number() over (order by id) - 1) / 1000 as part '
            '    from (select distinct %s as id from fresh %s) named '
            ') numbered group by part order by part',
            tg_argv[0], tg_argv[1], tg_argv[2]
        ) ;
        return null;
    end
    $$;
    """,
    "drop function compliance_note_change();",
)

# What came in, in which table, which number of it is told, and how that is found.
NOTED = (
    ("reports", "report", "fresh.id", ""),
    ("lines", "transfer", "fresh.id", ""),
    ("notices", "notice", "fresh.id", ""),
    ("notices", "noticewithdrawal", "fresh.notice_id", ""),
    ("decisions", "decision", "fresh.id", ""),
    ("decisions", "decisionstep", "fresh.decision_id", ""),
    ("findings", "finding", "fresh.claim_id", ""),
    (
        "findings", "review", "finding.claim_id",
        "join compliance_finding finding on finding.id = fresh.finding_id",
    ),
    # What a newer reading no longer finds stands no longer, so all of its article is looked at.
    (
        "readings", "reading", "capture.article_id",
        "join compliance_capture capture on capture.id = fresh.capture_id",
    ),
)  # fmt: skip


def noted(what: str, table: str, number: str, through: str) -> migrations.RunSQL:
    """Write down what comes into a table from here on."""
    return migrations.RunSQL(
        f"""
        create trigger note_change after insert on compliance_{table}
            referencing new table as fresh for each statement
            execute function compliance_note_change('{what}', '{number}', '{through}');
        """,
        f"drop trigger note_change on compliance_{table};",
    )


def held(what: str, table: str, number: str = "id") -> migrations.RunSQL:
    """Write down what is there already."""
    return migrations.RunSQL(
        f"""
        insert into compliance_change (at, what, rows)
        select clock_timestamp(), '{what}', array_agg(id order by id) from (
            select id, (row_number() over (order by id) - 1) / 1000 as part
            from (select distinct {number} as id from compliance_{table}) named
        ) numbered group by part order by part;
        """,  # noqa: S608 - names of our own tables
        migrations.RunSQL.noop,
    )


HELD = (
    held("reports", "report"),
    held("lines", "transfer"),
    held("notices", "notice"),
    held("decisions", "decision"),
    held("findings", "finding", "claim_id"),
)
