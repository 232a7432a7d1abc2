-- needs: child, period_of_care, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- An ending of a period of care in a period. A child may have several in a year: the last of those outside short breaks is the
-- one that counts the child, while orders granted count each. An ending belongs to the team, the legal status and the placement
-- of the day before.
with ended as (
    select *, greatest(started_on, ended_on - 1) as last_day
    from period_of_care
    where end_reason is not null and ended_on is not null
)
select
    span.period,
    ended.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    ended.ended_on,
    ended.end_reason,
    age_on(child.born_on, ended.ended_on) as age,
    child.sex,
    child.ethnicity,
    ended.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = ended.child
            and unaccompanied.from_on <= ended.last_day
            and (unaccompanied.to_on is null or unaccompanied.to_on > ended.last_day)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    row_number() over (
        partition by span.period, ended.child
        order by coalesce(status.legal_status in ('V3', 'V4'), false), ended.ended_on desc, ended.period_number desc
    ) = 1 as is_latest
from span
join ended on ended.ended_on between span.start_on and span.on_day
join child on child.child = ended.child
left join legal_status_segment as status
    on status.child = ended.child
    and status.from_on <= ended.last_day
    and (status.to_on is null or status.to_on > ended.last_day)
left join placement_segment as placement
    on placement.child = ended.child
    and placement.from_on <= ended.last_day
    and (placement.to_on is null or placement.to_on > ended.last_day)
left join responsible
    on responsible.child = ended.child
    and responsible.from_on <= ended.last_day
    and (responsible.to_on is null or responsible.to_on > ended.last_day)
left join reviewing_officer as officer
    on officer.child = ended.child
    and officer.from_on <= ended.last_day
    and (officer.to_on is null or officer.to_on > ended.last_day)
