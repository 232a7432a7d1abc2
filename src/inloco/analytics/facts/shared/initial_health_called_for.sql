-- needs: period_of_care, health_event
-- The initial health assessment that each period of care with a visible start called for, and the first from that start on.
with called_for as (
    select *, initial_health_due(started_on) as due_on
    from period_of_care
    where is_start_visible
)
select
    called_for.child,
    called_for.period_number,
    called_for.started_on,
    called_for.ended_on,
    called_for.need,
    called_for.due_on,
    min(event.checked_on) as assessed_on
from called_for
left join health_event as event
    on event.child = called_for.child
    and event.kind = 'assessment'
    and event.checked_on >= called_for.started_on
    and (called_for.ended_on is null or event.checked_on <= called_for.ended_on)
group by
    called_for.child,
    called_for.period_number,
    called_for.started_on,
    called_for.ended_on,
    called_for.need,
    called_for.due_on
