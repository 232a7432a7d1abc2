-- needs: child
-- Completed health assessments (initial and review alike) and dental checks. A blank status is a completed one; surveillance
-- checks are no assessments.
select
    event.child,
    event.checked_on,
    case when event.type = 'dental' then 'dental' else 'assessment' end as kind,
    event.type
from extract.cla_health as event
semi join child using (child)
where event.checked_on is not null
    and event.type in ('initial', 'review', 'assessment', 'dental')
    and coalesce(event.status, 'completed') = 'completed'
