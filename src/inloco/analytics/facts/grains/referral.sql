-- needs: child, responsible, reviewing_officer
-- A referral received in a period, and whether one was received on an earlier day of the 12 months before it.
with received as (
    select referral.child, referral.referral, referral.received_on, referral.need
    from extract.cin_episodes as referral
    semi join child using (child)
    where referral.received_on is not null
),
dated as (
    select distinct child, received_on from received
),
stepped_down as (
    select distinct child, closed_on
    from extract.cin_episodes
    where closed_on is not null
        and (upper(trim(close_reason)) like 'RC9%' or lower(close_reason) like '%early help%')
),
before as (
    select child, received_on, lag(received_on) over (partition by child order by received_on) as last_received_on
    from dated
)
select
    span.period,
    received.child,
    received.referral,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, received.received_on) as age,
    child.sex,
    child.ethnicity,
    received.need,
    received.received_on,
    before.last_received_on,
    coalesce(before.last_received_on >= cast(received.received_on - to_months(12) as date), false) as is_repeat,
    (
        select max(stepped_down.closed_on)
        from stepped_down
        where stepped_down.child = received.child
            and stepped_down.closed_on <= received.received_on
            and stepped_down.closed_on >= cast(received.received_on - to_months(12) as date)
    ) as stepped_down_on
from span
join received on received.received_on between span.start_on and span.on_day
join before on before.child = received.child and before.received_on = received.received_on
join child on child.child = received.child
left join responsible
    on responsible.child = received.child
    and responsible.from_on <= received.received_on
    and (responsible.to_on is null or responsible.to_on > received.received_on)
left join reviewing_officer as officer
    on officer.child = received.child
    and officer.from_on <= received.received_on
    and (officer.to_on is null or officer.to_on > received.received_on)
