-- needs: child, responsible, reviewing_officer
-- A care leaver on the snapshot's own day: the table says only what holds today. Two rows for a person are one: the highest id.
select
    day.on_day,
    leaver.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, day.on_day) as age,
    child.sex,
    child.ethnicity,
    leaver.eligibility,
    coalesce(
        leaver.eligibility in ('relevant', 'former_relevant')
        or (leaver.eligibility = 'qualifying' and setting.care_leavers_include_qualifying),
        false
    ) as is_care_leaver,
    leaver.in_touch,
    coalesce(leaver.in_touch in ('DIED', 'NREQ', 'RHOM'), false) as is_out_of_contact_duty,
    leaver.last_contact_on,
    coalesce(leaver.last_contact_on <= day.on_day and in_touch_due(leaver.last_contact_on) >= day.on_day, false)
        as has_recent_contact,
    left(leaver.accommodation, 1) as accommodation,
    coalesce(leaver.suitable, nullif(substr(leaver.accommodation, 2, 1), '')) as suitability,
    leaver.activity,
    leaver.pathway_plan_reviewed_on,
    coalesce(leaver.pathway_plan_reviewed_on > day.months_6_before, false) as is_pathway_plan_current,
    leaver.personal_adviser
from day
cross join setting
join extract.care_leavers as leaver on true
join child on child.child = leaver.child
left join responsible
    on responsible.child = leaver.child
    and responsible.from_on <= day.on_day
    and (responsible.to_on is null or responsible.to_on > day.on_day)
left join reviewing_officer as officer
    on officer.child = leaver.child
    and officer.from_on <= day.on_day
    and (officer.to_on is null or officer.to_on > day.on_day)
where day.is_snapshot_day
qualify row_number() over (
    partition by day.on_day, leaver.child order by length(leaver.care_leaver) desc, leaver.care_leaver desc
) = 1
