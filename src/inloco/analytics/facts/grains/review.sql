-- needs: child, period_of_care, review_held, review_due, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A review held in a period, with the day by which it was due (null where that is not known) and the child's part in it.
select
    span.period,
    review.child,
    review.review,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    review.held_on,
    due.due_on,
    due.due_on is not null as has_due_day,
    coalesce(review.held_on <= due.due_on, false) as is_in_time,
    review.participation,
    age_on(child.born_on, review.held_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = review.child
            and unaccompanied.from_on <= review.held_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > review.held_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks
from span
join review_held as review on review.held_on between span.start_on and span.on_day
join child on child.child = review.child
join period_of_care as period on period.child = review.child and period.period_number = review.period_number
left join review_due as due
    on due.child = review.child and due.period_number = review.period_number and due.held_on = review.held_on
left join legal_status_segment as status
    on status.child = review.child
    and status.from_on <= greatest(period.started_on, least(review.held_on, period.ended_on - 1))
    and (status.to_on is null or status.to_on > greatest(period.started_on, least(review.held_on, period.ended_on - 1)))
left join placement_segment as placement
    on placement.child = review.child
    and placement.from_on <= greatest(period.started_on, least(review.held_on, period.ended_on - 1))
    and (placement.to_on is null or placement.to_on > greatest(period.started_on, least(review.held_on, period.ended_on - 1)))
left join responsible
    on responsible.child = review.child
    and responsible.from_on <= review.held_on
    and (responsible.to_on is null or responsible.to_on > review.held_on)
left join reviewing_officer as officer
    on officer.child = review.child
    and officer.from_on <= review.held_on
    and (officer.to_on is null or officer.to_on > review.held_on)
