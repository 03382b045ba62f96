"""The trigger that keeps a blind judgement blind: whoever was shown what the machine reads in a
claim is refused as the second of two, whatever the door. So is whoever has judged it before with
the machine's reading beside, as by asking for a second look or by a judgement since taken back."""

from __future__ import annotations

from django.db import migrations


UNSEEN = migrations.RunSQL(
    """
    create function compliance_blind_is_unseen() returns trigger language plpgsql as $$
    begin
        if exists (
            select from compliance_sight s join compliance_finding f on f.claim_id = s.claim_id
            where f.id = new.finding_id and s.person_id = new.decided_by_id
        ) or exists (
            select from compliance_finding f
            join compliance_finding same on same.claim_id = f.claim_id
            join compliance_review r on r.finding_id = same.id
            where f.id = new.finding_id and r.decided_by_id = new.decided_by_id and not r.blind
        ) then
            raise exception 'who has seen what the machine reads does not judge blind'
                using errcode = 'restrict_violation';
        end if;
        return new;
    end
    $$;
    create trigger unseen_by_the_second before insert on compliance_review
        for each row when (new.blind) execute function compliance_blind_is_unseen();
    """,
    """
    drop trigger unseen_by_the_second on compliance_review;
    drop function compliance_blind_is_unseen();
    """,
)
