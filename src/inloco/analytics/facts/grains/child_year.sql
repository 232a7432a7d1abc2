-- needs: child, period_of_care, legal_status_segment, protection_plan, responsible, reviewing_officer
-- A child looked after or on a protection plan on a day, and again as it was 12 months before: a row for each of the two days,
-- with the area of that day.
with moment as (
    select on_day, on_day as seen_on, true as is_now from day
    union all
    select on_day, months_12_before, false from day
),
cared as (
    select distinct moment.on_day, moment.seen_on, moment.is_now, period.child
    from moment
    join period_of_care as period
        on period.started_on <= moment.seen_on and (period.ended_on is null or period.ended_on > moment.seen_on)
    left join legal_status_segment as status
        on status.child = period.child
        and status.from_on <= moment.seen_on
        and (status.to_on is null or status.to_on > moment.seen_on)
    where not coalesce(status.legal_status in ('V3', 'V4'), false)
),
planned as (
    select distinct moment.on_day, moment.seen_on, moment.is_now, plan.child
    from moment
    join protection_plan as plan
        on plan.started_on <= moment.seen_on and (plan.ended_on is null or plan.ended_on > moment.seen_on)
),
present as (
    select * from cared
    union
    select * from planned
)
select
    present.on_day,
    present.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, present.seen_on) as age,
    child.sex,
    child.ethnicity,
    present.seen_on,
    present.is_now,
    cared.child is not null as looked_after,
    planned.child is not null as on_protection_plan
from present
join child on child.child = present.child
left join cared
    on cared.on_day = present.on_day and cared.is_now = present.is_now and cared.child = present.child
left join planned
    on planned.on_day = present.on_day and planned.is_now = present.is_now and planned.child = present.child
left join responsible
    on responsible.child = present.child
    and responsible.from_on <= present.seen_on
    and (responsible.to_on is null or responsible.to_on > present.seen_on)
left join reviewing_officer as officer
    on officer.child = present.child
    and officer.from_on <= present.seen_on
    and (officer.to_on is null or officer.to_on > present.seen_on)
