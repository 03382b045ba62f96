"""What enters a book was said alike by two people: kept by PostgreSQL, whatever the door.

A review that a line or an estimate came of is set beside (`seconds`) the review of another person
with the same answer, and somebody other than the first of them judged blind. A review is taken
back by whoever gave it, and only while nothing rests on it. And a report or estimate whose key
says that it came of a finding is one that such a review names, at the latest at the commit.
"""

from __future__ import annotations

from django.db import migrations


JUDGED = """
create or replace function compliance_by_two() returns trigger language plpgsql as $$
declare
    other compliance_review%rowtype;
    taken_back boolean;
begin
    if new.undoes_id is not null then
        select * into other from compliance_review where id = new.undoes_id;
        if other.finding_id <> new.finding_id or other.decided_by_id <> new.decided_by_id then
            raise exception 'a judgement is taken back by whoever gave it'
                using errcode = 'restrict_violation';
        end if;
        if other.blind or other.transfer_id is not null or other.estimate_id is not null
            or exists (select from compliance_review where seconds_id = other.id)
        then
            raise exception 'a judgement that others have built on is not taken back'
                using errcode = 'restrict_violation';
        end if;
    end if;
    if new.seconds_id is not null then
        select * into other from compliance_review where id = new.seconds_id;
        select exists (select from compliance_review where undoes_id = other.id) into taken_back;
        if other.finding_id <> new.finding_id or other.decision not in ('record', 'reject')
            or taken_back
        then
            raise exception 'a judgement seconds one of the same finding that stands'
                using errcode = 'restrict_violation';
        end if;
        if other.decided_by_id = new.decided_by_id then
            raise exception 'the second person is another one' using errcode = 'restrict_violation';
        end if;
        if new.blind and (other.blind or other.decision <> 'record') then
            raise exception 'a blind judgement seconds the first'
                using errcode = 'restrict_violation';
        end if;
    end if;
    if new.transfer_id is not null or new.estimate_id is not null then
        if new.seconds_id is null or new.answer is null or other.answer is null
            or other.answer <> new.answer or other.decision <> 'record'
        then
            raise exception 'what enters a book was said alike by two people'
                using errcode = 'restrict_violation';
        end if;
        if not new.blind and not exists (
            select from compliance_review
            where finding_id = new.finding_id and blind and decided_by_id <> new.decided_by_id
        ) then
            raise exception 'what enters a book was judged blind by one person'
                using errcode = 'restrict_violation';
        end if;
    end if;
    return new;
end
$$;
create trigger by_two before insert on compliance_review
    for each row execute function compliance_by_two();
"""

ENTERED = """
create or replace function compliance_came_of_a_finding() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'compliance_report' and not exists (
        select from compliance_review v join compliance_transfer t on t.id = v.transfer_id
        where t.report_id = new.id
    ) or tg_table_name = 'compliance_estimate' and not exists (
        select from compliance_review v where v.estimate_id = new.id
    ) then
        raise exception 'it came of a finding, and no review says so'
            using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;
create constraint trigger came_of_a_finding after insert on compliance_report
    deferrable initially deferred for each row
    when (starts_with(new.key, 'finding:')) execute function compliance_came_of_a_finding();
create constraint trigger came_of_a_finding after insert on compliance_estimate
    deferrable initially deferred for each row
    when (starts_with(new.key, 'finding-')) execute function compliance_came_of_a_finding();
"""

BY_TWO = migrations.RunSQL(
    JUDGED + ENTERED,
    """
    drop trigger came_of_a_finding on compliance_estimate;
    drop trigger came_of_a_finding on compliance_report;
    drop function compliance_came_of_a_finding();
    drop trigger by_two on compliance_review;
    drop function compliance_by_two();
    """,
)
