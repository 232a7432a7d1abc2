-- needs: child, protection_plan, responsible, reviewing_officer
-- A child's protection conference held in a period, initial or review. Brothers and sisters share a meeting: it counts with the
-- first of them, by id.
with held as (
    select 'initial' as kind, icpc as conference, coalesce(nullif(meeting, ''), icpc) as meeting, child, held_on
    from extract.initial_cp_conference
    where held_on is not null
    union all
    select 'review', review.cp_review, coalesce(nullif(review.meeting, ''), review.cp_review), plan.child, review.held_on
    from extract.cp_reviews as review
    join protection_plan as plan on plan.cp_plan = review.cp_plan
    where review.held_on is not null
),
numbered as (
    select held.*, row_number() over (partition by kind, meeting, held_on order by child, conference) = 1 as is_first
    from held
    semi join child using (child)
)
select
    span.period,
    numbered.child,
    numbered.conference,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, numbered.held_on) as age,
    child.sex,
    child.ethnicity,
    numbered.kind,
    numbered.held_on,
    numbered.is_first
from span
join numbered on numbered.held_on between span.start_on and span.on_day
join child on child.child = numbered.child
left join responsible
    on responsible.child = numbered.child
    and responsible.from_on <= numbered.held_on
    and (responsible.to_on is null or responsible.to_on > numbered.held_on)
left join reviewing_officer as officer
    on officer.child = numbered.child
    and officer.from_on <= numbered.held_on
    and (officer.to_on is null or officer.to_on > numbered.held_on)
