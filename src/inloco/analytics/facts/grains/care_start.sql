-- needs: child, period_of_care, short_break, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A child who started to be looked after in a period: the first start in it, one under short breaks only where there is no other.
select
    span.period,
    period.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    period.started_on,
    age_on(child.born_on, period.started_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = period.child
            and unaccompanied.from_on <= period.started_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > period.started_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks
from span
join period_of_care as period on period.started_on between span.start_on and span.on_day
join child on child.child = period.child
left join legal_status_segment as status
    on status.child = period.child
    and status.from_on <= period.started_on
    and (status.to_on is null or status.to_on > period.started_on)
left join placement_segment as placement
    on placement.child = period.child
    and placement.from_on <= period.started_on
    and (placement.to_on is null or placement.to_on > period.started_on)
left join responsible
    on responsible.child = period.child
    and responsible.from_on <= period.started_on
    and (responsible.to_on is null or responsible.to_on > period.started_on)
left join reviewing_officer as officer
    on officer.child = period.child
    and officer.from_on <= period.started_on
    and (officer.to_on is null or officer.to_on > period.started_on)
where period.is_start_visible
qualify row_number() over (
    partition by span.period, period.child
    order by coalesce(status.legal_status in ('V3', 'V4'), false), period.started_on, period.period_number
) = 1
