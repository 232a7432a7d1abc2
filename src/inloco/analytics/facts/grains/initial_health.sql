-- needs: child, period_of_care, initial_health_called_for, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A period of care whose 20th working day lies in a period, the child still looked after on it: was there a health assessment
-- from the start to that day? It belongs to the team of that day. Each period of care calls for its own: a child who comes into
-- care twice in a year has two rows in it.
select
    span.period,
    called_for.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, called_for.due_on) as age,
    child.sex,
    child.ethnicity,
    called_for.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = called_for.child
            and unaccompanied.from_on <= called_for.due_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > called_for.due_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    called_for.started_on,
    called_for.due_on,
    called_for.assessed_on,
    coalesce(called_for.assessed_on <= called_for.due_on, false) as is_in_time
from span
join initial_health_called_for as called_for
    on called_for.due_on between span.start_on and span.on_day
    and (called_for.ended_on is null or called_for.ended_on > called_for.due_on)
join child on child.child = called_for.child
left join legal_status_segment as status
    on status.child = called_for.child
    and status.from_on <= called_for.due_on
    and (status.to_on is null or status.to_on > called_for.due_on)
left join placement_segment as placement
    on placement.child = called_for.child
    and placement.from_on <= called_for.due_on
    and (placement.to_on is null or placement.to_on > called_for.due_on)
left join responsible
    on responsible.child = called_for.child
    and responsible.from_on <= called_for.due_on
    and (responsible.to_on is null or responsible.to_on > called_for.due_on)
left join reviewing_officer as officer
    on officer.child = called_for.child
    and officer.from_on <= called_for.due_on
    and (officer.to_on is null or officer.to_on > called_for.due_on)
