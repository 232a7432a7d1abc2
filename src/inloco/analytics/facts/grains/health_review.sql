-- needs: child, period_of_care, health_event, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A review health assessment due in a period, of a child looked after on that day. It runs from the last assessment of the
-- period of care: 6 months where the child is under 5 on that due day, else 12.
with assessed as (
    select distinct period.child, period.period_number, event.checked_on
    from health_event as event
    join period_of_care as period
        on period.child = event.child
        and period.started_on <= event.checked_on
        and (period.ended_on is null or period.ended_on > event.checked_on)
    where event.kind = 'assessment'
),
called_for as (
    select
        assessed.child,
        assessed.period_number,
        assessed.checked_on as last_assessed_on,
        lead(assessed.checked_on) over (
            partition by assessed.child, assessed.period_number order by assessed.checked_on
        ) as assessed_on,
        case
            when age_on(child.born_on, health_under_5_due(assessed.checked_on)) < 5 then health_under_5_due(assessed.checked_on)
            else health_5_and_over_due(assessed.checked_on)
        end as due_on
    from assessed
    join child using (child)
)
select
    span.period,
    review.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, review.due_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = review.child
            and unaccompanied.from_on <= review.due_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > review.due_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    review.last_assessed_on,
    review.due_on,
    review.assessed_on,
    coalesce(review.assessed_on <= review.due_on, false) as is_in_time
from span
join called_for as review on review.due_on between span.start_on and span.on_day
join period_of_care as period
    on period.child = review.child
    and period.period_number = review.period_number
    and (period.ended_on is null or period.ended_on > review.due_on)
join child on child.child = review.child
left join legal_status_segment as status
    on status.child = review.child
    and status.from_on <= review.due_on
    and (status.to_on is null or status.to_on > review.due_on)
left join placement_segment as placement
    on placement.child = review.child
    and placement.from_on <= review.due_on
    and (placement.to_on is null or placement.to_on > review.due_on)
left join responsible
    on responsible.child = review.child
    and responsible.from_on <= review.due_on
    and (responsible.to_on is null or responsible.to_on > review.due_on)
left join reviewing_officer as officer
    on officer.child = review.child
    and officer.from_on <= review.due_on
    and (officer.to_on is null or officer.to_on > review.due_on)
