-- needs: child, responsible, reviewing_officer
-- A personal education plan reviewed in a period.
select
    span.period,
    plan.child,
    plan.pep,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, plan.reviewed_on) as age,
    child.sex,
    child.ethnicity,
    plan.reviewed_on,
    coalesce(plan.has_sdq, false) as has_sdq
from span
join extract.local_pep as plan on plan.reviewed_on between span.start_on and span.on_day
join child on child.child = plan.child
left join responsible
    on responsible.child = plan.child
    and responsible.from_on <= plan.reviewed_on
    and (responsible.to_on is null or responsible.to_on > plan.reviewed_on)
left join reviewing_officer as officer
    on officer.child = plan.child
    and officer.from_on <= plan.reviewed_on
    and (officer.to_on is null or officer.to_on > plan.reviewed_on)
