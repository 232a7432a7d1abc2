-- Every action of a plan in use, as it stood at the end of a day: by the last word on it until then.
with latest as (
    select day.on_day, state.action, max(state.from_on) as from_on
    from day
    join extract.record_action_state as state on state.from_on <= day.on_day
    group by day.on_day, state.action
)
select
    latest.on_day,
    whole.area,
    action.action,
    action.plan,
    action.objective,
    nullif(action.service, '') as service,
    state.view,
    coalesce(nullif(state.brag, ''), 'No BRAG') as brag,
    state.due_on,
    coalesce(state.due_on < latest.on_day, false) as is_past_due
from latest
join extract.record_action_state as state on state.action = latest.action and state.from_on = latest.from_on
join extract.record_action as action on action.action = latest.action
cross join whole
where action.added_on <= latest.on_day and (action.plan_ended_on is null or action.plan_ended_on > latest.on_day)
