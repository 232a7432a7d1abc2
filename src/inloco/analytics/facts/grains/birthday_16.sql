-- needs: child, period_of_care, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A child looked after on the 16th birthday, which lies in a period, and the personal adviser allocated by then. Births on 29
-- February attain 16 on that day: it is a leap year's.
with turned as (
    select child, cast(born_on + to_months(192) as date) as birthday_on from child
),
adviser as (
    select child, min(started_on) as allocated_on
    from extract.involvements
    where started_on is not null
        and (upper(trim(role)) in ('PA', 'PERSONAL ADVISER', 'PERSONAL ADVISOR') or upper(role) like '%PERSONAL ADVIS%')
    group by child
)
select
    span.period,
    turned.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, turned.birthday_on) as age,
    child.sex,
    child.ethnicity,
    period.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = turned.child
            and unaccompanied.from_on <= turned.birthday_on
            and (unaccompanied.to_on is null or unaccompanied.to_on > turned.birthday_on)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    turned.birthday_on,
    adviser.allocated_on,
    coalesce(adviser.allocated_on <= adviser_by_16_due(turned.birthday_on), false) as is_in_time
from span
join turned on turned.birthday_on between span.start_on and span.on_day
join child on child.child = turned.child
join period_of_care as period
    on period.child = turned.child
    and period.started_on <= turned.birthday_on
    and (period.ended_on is null or period.ended_on > turned.birthday_on)
left join adviser on adviser.child = turned.child
left join legal_status_segment as status
    on status.child = turned.child
    and status.from_on <= turned.birthday_on
    and (status.to_on is null or status.to_on > turned.birthday_on)
left join placement_segment as placement
    on placement.child = turned.child
    and placement.from_on <= turned.birthday_on
    and (placement.to_on is null or placement.to_on > turned.birthday_on)
left join responsible
    on responsible.child = turned.child
    and responsible.from_on <= turned.birthday_on
    and (responsible.to_on is null or responsible.to_on > turned.birthday_on)
left join reviewing_officer as officer
    on officer.child = turned.child
    and officer.from_on <= turned.birthday_on
    and (officer.to_on is null or officer.to_on > turned.birthday_on)
