-- needs: child, protection_plan, conference_due, responsible, reviewing_officer
-- A protection plan open on a day, with the review conferences due in the year to it.
with due_in_year as (
    select
        day.on_day,
        due.cp_plan,
        count(*) as due,
        count(*) filter (where due.held_on is null or due.held_on > due.due_on) as late
    from day
    join conference_due as due on due.due_on between day.year_start and day.on_day
    group by day.on_day, due.cp_plan
)
select
    day.on_day,
    plan.child,
    plan.cp_plan,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, day.on_day) as age,
    child.sex,
    child.ethnicity,
    coalesce(plan.latest_category, plan.initial_category) as category,
    plan.started_on,
    plan.started_on <= day.months_3_before as is_open_3_months,
    plan.started_on < day.months_12_before as is_open_over_12_months,
    plan.started_on <= day.months_24_before as is_open_2_years,
    coalesce(due_in_year.due, 0) as conferences_due_in_year,
    coalesce(due_in_year.late, 0) as conferences_late_in_year
from day
join protection_plan as plan on plan.started_on <= day.on_day and (plan.ended_on is null or plan.ended_on > day.on_day)
join child on child.child = plan.child
left join due_in_year on due_in_year.on_day = day.on_day and due_in_year.cp_plan = plan.cp_plan
left join responsible
    on responsible.child = plan.child
    and responsible.from_on <= day.on_day
    and (responsible.to_on is null or responsible.to_on > day.on_day)
left join reviewing_officer as officer
    on officer.child = plan.child
    and officer.from_on <= day.on_day
    and (officer.to_on is null or officer.to_on > day.on_day)
