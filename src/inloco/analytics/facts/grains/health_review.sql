-- needs: child, period_of_care, health_review_due, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A review health assessment due in a period, of a child looked after on that day.
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
join health_review_due as review on review.due_on between span.start_on and span.on_day
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
