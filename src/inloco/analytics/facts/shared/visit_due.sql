-- needs: placement_segment, legal_status_segment, review_held
-- Every statutory visit that a placement called for: when it was due, and when the child was visited (null: not yet). The first
-- is due a week from the start of the placement, later ones run from the last visit: 6 weeks; in a permanent foster placement
-- (U1, U4) 3 months after the first year; at home under an interim care order weekly until the first review of the period of
-- care, then 4 weeks. A full care order made while the child lives at home calls for a visit within a week.
with stay as (
    select
        child,
        period_number,
        run,
        min(from_on) as started_on,
        case when bool_and(to_on is not null) then max(to_on) end as ended_on,
        first(type order by from_on) as type
    from placement_segment
    where run is not null
    group by child, period_number, run
),
first_review as (
    select child, period_number, min(held_on) as held_on from review_held group by child, period_number
),
visited as (
    select distinct stay.child, stay.period_number, stay.run, visit.visited_on
    from extract.cla_visits as visit
    join stay
        on stay.child = visit.child
        and stay.started_on <= visit.visited_on
        and (stay.ended_on is null or stay.ended_on >= visit.visited_on)
),
step as (
    select child, period_number, run, started_on as anchor_on, 0 as position from stay
    union all
    select child, period_number, run, visited_on, row_number() over (partition by child, period_number, run order by visited_on)
    from visited
)
select
    step.child,
    step.period_number,
    step.run,
    step.anchor_on,
    lead(step.anchor_on) over (partition by step.child, step.period_number, step.run order by step.position) as visited_on,
    case
        when step.position = 0 then first_visit_due(step.anchor_on)
        when stay.type = 'P1' and status.legal_status = 'C1'
            then case
                when first_review.held_on <= step.anchor_on then visit_under_interim_order_due(step.anchor_on)
                else visit_before_assessment_due(step.anchor_on)
            end
        when stay.type in ('U1', 'U4') and step.anchor_on >= cast(stay.started_on + to_months(12) as date)
            then visit_in_permanent_placement_due(step.anchor_on)
        else visit_in_first_year_due(step.anchor_on)
    end as due_on,
    case
        when step.position = 0 then 'first_visit'
        when stay.type = 'P1' and status.legal_status = 'C1'
            then case
                when first_review.held_on <= step.anchor_on then 'visit_under_interim_order'
                else 'visit_before_assessment'
            end
        when stay.type in ('U1', 'U4') and step.anchor_on >= cast(stay.started_on + to_months(12) as date)
            then 'visit_in_permanent_placement'
        else 'visit_in_first_year'
    end as clock,
    stay.ended_on
from step
join stay using (child, period_number, run)
left join first_review using (child, period_number)
left join legal_status_segment as status
    on status.child = step.child
    and status.from_on <= step.anchor_on
    and (status.to_on is null or status.to_on > step.anchor_on)
union all
select
    stay.child,
    stay.period_number,
    stay.run,
    made.from_on,
    (
        select min(visited.visited_on)
        from visited
        where visited.child = stay.child and visited.run = stay.run and visited.visited_on >= made.from_on
    ),
    visit_after_order_due(made.from_on),
    'visit_after_order',
    stay.ended_on
from stay
join legal_status_segment as made
    on made.child = stay.child
    and made.legal_status = 'C2'
    and made.from_on > stay.started_on
    and (stay.ended_on is null or made.from_on < stay.ended_on)
join legal_status_segment as before
    on before.child = made.child and before.to_on = made.from_on and before.legal_status <> 'C2'
where stay.type = 'P1'
