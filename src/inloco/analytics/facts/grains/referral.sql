-- needs: child, responsible
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
before as (
    select child, received_on, lag(received_on) over (partition by child order by received_on) as last_received_on
    from dated
)
select
    span.period,
    received.child,
    received.referral,
    coalesce(responsible.area, 'unallocated') as area,
    age_on(child.born_on, received.received_on) as age,
    child.sex,
    child.ethnicity,
    received.need,
    received.received_on,
    before.last_received_on,
    coalesce(before.last_received_on >= cast(received.received_on - to_months(12) as date), false) as is_repeat
from span
join received on received.received_on between span.start_on and span.on_day
join before on before.child = received.child and before.received_on = received.received_on
join child on child.child = received.child
left join responsible
    on responsible.child = received.child
    and responsible.from_on <= received.received_on
    and (responsible.to_on is null or responsible.to_on > received.received_on)
