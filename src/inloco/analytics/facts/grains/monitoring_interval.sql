-- needs: child, review_due, protection_plan, responsible, reviewing_officer
-- The time between two reviews of a child looked after, or two conferences of a protection plan, that ended in a period: was
-- the case looked at in between?
with conference as (
    select plan.child, plan.cp_plan, coalesce(min(held.held_on), plan.started_on) as held_on
    from protection_plan as plan
    left join extract.initial_cp_conference as held on held.icpc = plan.icpc and held.child = plan.child
    group by plan.child, plan.cp_plan, plan.started_on
    union
    select plan.child, plan.cp_plan, review.held_on
    from extract.cp_reviews as review
    join protection_plan as plan on plan.cp_plan = review.cp_plan
    where review.held_on >= plan.started_on and (plan.ended_on is null or review.held_on <= plan.ended_on)
),
interval_held as (
    select 'review' as kind, child, anchor_on as from_on, held_on from review_due where held_on is not null and number > 1
    union all
    select 'conference', child, lag(held_on) over (partition by cp_plan order by held_on), held_on from conference
),
note as (
    select child, monitored_on from extract.local_monitoring
)
select
    span.period,
    one.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, one.held_on) as age,
    child.sex,
    child.ethnicity,
    one.kind,
    one.from_on,
    one.held_on,
    date_diff('day', one.from_on, one.held_on) as days,
    (
        select min(note.monitored_on)
        from note
        where note.child = one.child and note.monitored_on > one.from_on and note.monitored_on < one.held_on
    ) as monitored_on
from span
join interval_held as one on one.held_on between span.start_on and span.on_day and one.from_on is not null
join child on child.child = one.child
left join responsible
    on responsible.child = one.child
    and responsible.from_on <= one.held_on
    and (responsible.to_on is null or responsible.to_on > one.held_on)
left join reviewing_officer as officer
    on officer.child = one.child
    and officer.from_on <= one.held_on
    and (officer.to_on is null or officer.to_on > one.held_on)
