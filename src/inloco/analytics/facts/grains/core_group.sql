-- needs: child, protection_plan, responsible, reviewing_officer
-- A protection plan whose first core group was due in a period: 10 working days from the initial conference (from the start
-- of the plan where none is linked), while the plan was open.
with called_for as (
    select plan.child, plan.cp_plan, plan.started_on, plan.ended_on, coalesce(min(conference.held_on), plan.started_on) as anchor_on
    from protection_plan as plan
    left join extract.initial_cp_conference as conference on conference.icpc = plan.icpc and conference.child = plan.child
    group by plan.child, plan.cp_plan, plan.started_on, plan.ended_on
),
dated as (
    select *, core_group_due(anchor_on) as due_on from called_for
),
held as (
    select dated.cp_plan, min(held.held_on) as held_on
    from dated
    join extract.local_core_group as held on held.cp_plan = dated.cp_plan and held.held_on >= dated.anchor_on
    group by dated.cp_plan
)
select
    span.period,
    dated.child,
    dated.cp_plan,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, dated.due_on) as age,
    child.sex,
    child.ethnicity,
    dated.started_on,
    dated.due_on,
    held.held_on,
    coalesce(held.held_on <= dated.due_on, false) as is_in_time
from span
join dated
    on dated.due_on between span.start_on and span.on_day and (dated.ended_on is null or dated.ended_on > dated.due_on)
join child on child.child = dated.child
left join held on held.cp_plan = dated.cp_plan
left join responsible
    on responsible.child = dated.child
    and responsible.from_on <= dated.due_on
    and (responsible.to_on is null or responsible.to_on > dated.due_on)
left join reviewing_officer as officer
    on officer.child = dated.child
    and officer.from_on <= dated.due_on
    and (officer.to_on is null or officer.to_on > dated.due_on)
