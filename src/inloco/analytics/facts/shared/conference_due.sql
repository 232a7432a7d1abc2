-- needs: protection_plan
-- Every review conference that a protection plan called for: when it was due, and when it was held (null: not yet). The first is
-- due 3 months after the initial conference (the plan's start where none is linked), later ones 6 months after the last held.
with held as (
    select distinct plan.cp_plan, review.held_on
    from extract.cp_reviews as review
    join protection_plan as plan on plan.cp_plan = review.cp_plan
    where review.held_on is not null
        and review.held_on >= plan.started_on
        and (plan.ended_on is null or review.held_on <= plan.ended_on)
),
step as (
    select plan.cp_plan, coalesce(min(conference.held_on), plan.started_on) as anchor_on, 0 as held_before
    from protection_plan as plan
    left join extract.initial_cp_conference as conference
        on conference.icpc = plan.icpc and conference.child = plan.child
    group by plan.cp_plan, plan.started_on
    union all
    select cp_plan, held_on, row_number() over (partition by cp_plan order by held_on)
    from held
),
due as (
    select
        cp_plan,
        held_before + 1 as number,
        anchor_on,
        lead(anchor_on) over (partition by cp_plan order by held_before) as held_on,
        case when held_before = 0 then first_review_conference_due(anchor_on) else later_review_conference_due(anchor_on) end
            as due_on
    from step
)
select plan.child, due.cp_plan, due.number, due.anchor_on, due.due_on, due.held_on, plan.ended_on
from due
join protection_plan as plan using (cp_plan)
where plan.ended_on is null or due.due_on < plan.ended_on
