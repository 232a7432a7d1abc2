-- needs: child, period_of_care, legal_status_segment, placement_segment, responsible, reviewing_officer, unaccompanied
-- A child who went home (E4A, E4B) six months before a day of a period: still there, or looked after again since? The return
-- belongs to the team of the day before it.
with gone as (
    select
        period.*,
        cast(ended_on + to_months(6) as date) as watched_until,
        greatest(started_on, ended_on - 1) as last_day,
        lead(started_on) over (partition by child order by period_number) as next_started_on
    from period_of_care as period
),
home as (
    select *, next_started_on <= watched_until as is_back from gone where end_reason in ('E4A', 'E4B')
)
select
    span.period,
    home.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, home.ended_on) as age,
    child.sex,
    child.ethnicity,
    home.need,
    status.legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = home.child
            and unaccompanied.from_on <= home.last_day
            and (unaccompanied.to_on is null or unaccompanied.to_on > home.last_day)
    ) as is_unaccompanied,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    home.ended_on,
    home.next_started_on,
    coalesce(home.is_back, false) as is_back
from span
join home on home.watched_until between span.start_on and span.on_day
join child on child.child = home.child
left join legal_status_segment as status
    on status.child = home.child
    and status.from_on <= home.last_day
    and (status.to_on is null or status.to_on > home.last_day)
left join placement_segment as placement
    on placement.child = home.child
    and placement.from_on <= home.last_day
    and (placement.to_on is null or placement.to_on > home.last_day)
left join responsible
    on responsible.child = home.child
    and responsible.from_on <= home.last_day
    and (responsible.to_on is null or responsible.to_on > home.last_day)
left join reviewing_officer as officer
    on officer.child = home.child
    and officer.from_on <= home.last_day
    and (officer.to_on is null or officer.to_on > home.last_day)
qualify row_number() over (
    partition by span.period, home.child
    order by coalesce(status.legal_status in ('V3', 'V4'), false), home.ended_on desc
) = 1
