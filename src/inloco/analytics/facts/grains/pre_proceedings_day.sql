-- needs: child, responsible, reviewing_officer
-- A child in pre-proceedings (the public law outline) on a day: from the decision to begin them to the one to step down or to
-- go to court.
with spell as (
    select
        child,
        coalesce(pre_pro_decision_on, pre_pro_letter_on, initial_pre_pro_meeting_on) as started_on,
        agree_stepdown_issue_on as ended_on
    from extract.pre_proceedings
)
select
    day.on_day,
    spell.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, day.on_day) as age,
    child.sex,
    child.ethnicity,
    min(spell.started_on) as started_on
from day
join spell on spell.started_on <= day.on_day and (spell.ended_on is null or spell.ended_on > day.on_day)
join child on child.child = spell.child
left join responsible
    on responsible.child = spell.child
    and responsible.from_on <= day.on_day
    and (responsible.to_on is null or responsible.to_on > day.on_day)
left join reviewing_officer as officer
    on officer.child = spell.child
    and officer.from_on <= day.on_day
    and (officer.to_on is null or officer.to_on > day.on_day)
group by all
