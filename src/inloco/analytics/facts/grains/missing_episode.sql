-- needs: child, period_of_care, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- An episode of being missing (M) or away (A) that began in a period, of a child with an open period of care on that day.
select
    span.period,
    missing.child,
    missing.missing_episode,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, missing.started_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = missing.child
            and unaccompanied.from_on <= missing.started_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > missing.started_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    missing.type,
    missing.started_on,
    missing.ended_on
from span
join extract.missing as missing on missing.started_on between span.start_on and span.on_day
join child on child.child = missing.child
join period_of_care as period
    on period.child = missing.child
    and period.started_on <= missing.started_on
    and (period.ended_on is null or period.ended_on > missing.started_on)
left join legal_status_segment as status
    on status.child = missing.child
    and status.from_on <= missing.started_on
    and (status.to_on is null or status.to_on > missing.started_on)
left join placement_segment as placement
    on placement.child = missing.child
    and placement.from_on <= missing.started_on
    and (placement.to_on is null or placement.to_on > missing.started_on)
left join responsible
    on responsible.child = missing.child
    and responsible.from_on <= missing.started_on
    and (responsible.to_on is null or responsible.to_on > missing.started_on)
left join reviewing_officer as officer
    on officer.child = missing.child
    and officer.from_on <= missing.started_on
    and (officer.to_on is null or officer.to_on > missing.started_on)
where missing.type in ('M', 'A')
