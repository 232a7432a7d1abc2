-- needs: child, period_of_care, placement_segment, legal_status_segment, review_held, responsible, reviewing_officer, unaccompanied
-- A statutory visit due in a period, and when the child was visited. The first is due a week from the start of the placement,
-- later ones run from the last visit: 6 weeks; in a permanent foster placement (U1, U4) 3 months after the first year; at home
-- under an interim care order weekly until the first review of the period of care, then 4 weeks. A full care order made while
-- the child lives at home calls for a visit within a week. What falls due before the oldest visit of the extract is not known.
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
),
called_for as (
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
),
history as (
    select authority, min(visited_on) as begins_on from extract.cla_visits group by authority
)
select
    span.period,
    visit.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, visit.due_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = visit.child
            and unaccompanied.from_on <= visit.due_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > visit.due_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    visit.anchor_on,
    visit.due_on,
    visit.visited_on,
    coalesce(visit.visited_on <= visit.due_on, false) as is_in_time
from span
join called_for as visit
    on visit.due_on between span.start_on and span.on_day and (visit.ended_on is null or visit.due_on < visit.ended_on)
join child on child.child = visit.child
join history on history.authority = child.authority and visit.due_on >= history.begins_on
join period_of_care as period on period.child = visit.child and period.period_number = visit.period_number
left join legal_status_segment as status
    on status.child = visit.child
    and status.from_on <= visit.due_on
    and (status.to_on is null or status.to_on > visit.due_on)
left join placement_segment as placement
    on placement.child = visit.child
    and placement.from_on <= visit.due_on
    and (placement.to_on is null or placement.to_on > visit.due_on)
left join responsible
    on responsible.child = visit.child
    and responsible.from_on <= visit.due_on
    and (responsible.to_on is null or responsible.to_on > visit.due_on)
left join reviewing_officer as officer
    on officer.child = visit.child
    and officer.from_on <= visit.due_on
    and (officer.to_on is null or officer.to_on > visit.due_on)
