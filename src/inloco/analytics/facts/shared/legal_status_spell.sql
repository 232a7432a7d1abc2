-- needs: child
-- Legal statuses in the order in which they win where two are open at once: the latest start, then the highest id.
select
    spell.child,
    spell.legal_status,
    spell.started_on,
    spell.ended_on,
    row_number() over (
        partition by spell.child order by spell.started_on, length(spell.legal_status_id), spell.legal_status_id
    ) as rank
from extract.legal_status as spell
semi join child using (child)
where spell.started_on is not null and spell.legal_status is not null
