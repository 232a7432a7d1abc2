-- needs: child, protection_plan, responsible, reviewing_officer
-- A protection plan that ended in the year to a day. It belongs to the team of the day before.
select
    day.on_day,
    plan.child,
    plan.cp_plan,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, plan.ended_on) as age,
    child.sex,
    child.ethnicity,
    coalesce(plan.latest_category, plan.initial_category) as category,
    plan.started_on,
    plan.ended_on,
    cast(plan.started_on + to_months(24) as date) <= plan.ended_on as lasted_2_years
from day
join protection_plan as plan on plan.ended_on between day.year_start and day.on_day
join child on child.child = plan.child
left join responsible
    on responsible.child = plan.child
    and responsible.from_on <= greatest(plan.started_on, plan.ended_on - 1)
    and (responsible.to_on is null or responsible.to_on > greatest(plan.started_on, plan.ended_on - 1))
left join reviewing_officer as officer
    on officer.child = plan.child
    and officer.from_on <= greatest(plan.started_on, plan.ended_on - 1)
    and (officer.to_on is null or officer.to_on > greatest(plan.started_on, plan.ended_on - 1))
