-- needs: child, period_of_care, visit_due, placement_segment, legal_status_segment, responsible, reviewing_officer, unaccompanied
-- A statutory visit due in a period, and when the child was visited. What falls due before the oldest visit of the extract is
-- not known.
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
join visit_due as visit
    on visit.due_on between span.start_on and span.on_day and (visit.ended_on is null or visit.due_on < visit.ended_on)
join child on child.child = visit.child
join visit_history as history on history.authority = child.authority and visit.due_on >= history.begins_on
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
