-- needs: child, period_of_care, health_event
-- Every review health assessment that a child looked after called for. It runs from the last assessment of the period of care:
-- 6 months where the child is under 5 on that due day, else 12.
with assessed as (
    select distinct period.child, period.period_number, period.ended_on, event.checked_on
    from health_event as event
    join period_of_care as period
        on period.child = event.child
        and period.started_on <= event.checked_on
        and (period.ended_on is null or period.ended_on > event.checked_on)
    where event.kind = 'assessment'
)
select
    assessed.child,
    assessed.period_number,
    assessed.checked_on as last_assessed_on,
    lead(assessed.checked_on) over (
        partition by assessed.child, assessed.period_number order by assessed.checked_on
    ) as assessed_on,
    case
        when age_on(child.born_on, health_under_5_due(assessed.checked_on)) < 5 then health_under_5_due(assessed.checked_on)
        else health_5_and_over_due(assessed.checked_on)
    end as due_on,
    case when age_on(child.born_on, health_under_5_due(assessed.checked_on)) < 5 then 'health_under_5' else 'health_5_and_over' end
        as clock,
    assessed.ended_on
from assessed
join child using (child)
