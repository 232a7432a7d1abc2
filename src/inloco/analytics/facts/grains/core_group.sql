-- needs: child, core_group_called_for, responsible, reviewing_officer
-- A protection plan whose first core group was due in a period, while the plan was open.
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
    dated.held_on,
    coalesce(dated.held_on <= dated.due_on, false) as is_in_time
from span
join core_group_called_for as dated
    on dated.due_on between span.start_on and span.on_day and (dated.ended_on is null or dated.ended_on > dated.due_on)
join child on child.child = dated.child
left join responsible
    on responsible.child = dated.child
    and responsible.from_on <= dated.due_on
    and (responsible.to_on is null or responsible.to_on > dated.due_on)
left join reviewing_officer as officer
    on officer.child = dated.child
    and officer.from_on <= dated.due_on
    and (officer.to_on is null or officer.to_on > dated.due_on)
