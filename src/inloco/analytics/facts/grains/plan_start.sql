-- needs: child, protection_plan, responsible, reviewing_officer
-- A protection plan that began in the year to a day, and whether the child had one of this authority before.
with earlier as (
    select
        plan.cp_plan,
        max(before.ended_on) as last_ended_on,
        bool_or(before.ended_on between cast(plan.started_on - to_months(12) as date) and plan.started_on) as ended_within_12_months
    from protection_plan as plan
    join protection_plan as before on before.child = plan.child and before.started_on < plan.started_on
    group by plan.cp_plan
)
select
    day.on_day,
    plan.child,
    plan.cp_plan,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, plan.started_on) as age,
    child.sex,
    child.ethnicity,
    plan.initial_category as category,
    plan.started_on,
    earlier.cp_plan is not null as has_earlier_plan,
    earlier.last_ended_on,
    coalesce(earlier.ended_within_12_months, false) as is_repeat_within_12_months
from day
join protection_plan as plan on plan.started_on between day.year_start and day.on_day
join child on child.child = plan.child
left join earlier on earlier.cp_plan = plan.cp_plan
left join responsible
    on responsible.child = plan.child
    and responsible.from_on <= plan.started_on
    and (responsible.to_on is null or responsible.to_on > plan.started_on)
left join reviewing_officer as officer
    on officer.child = plan.child
    and officer.from_on <= plan.started_on
    and (officer.to_on is null or officer.to_on > plan.started_on)
