-- A placement is a run of episodes in one place: another type, postcode, home or provider begins the next, and so does a new
-- carer (RNE = P or B) where nothing else tells it.
with compared as (
    select
        *,
        ended_before is distinct from started_on
        or coalesce(start_reason in ('P', 'B'), false)
        or type is distinct from lag(type) over in_time
        or postcode is distinct from lag(postcode) over in_time
        or urn is distinct from lag(urn) over in_time
        or provider is distinct from lag(provider) over in_time as is_new
    from period_episode
    where is_sound
    window in_time as (partition by child, period_number order by position)
),
numbered as (
    select *, sum(cast(is_new as integer)) over (partition by child, period_number order by position) as run
    from compared
)
select
    child || '-P-' || min(started_on) as placement,
    child,
    any_value(period_of_care) as period_of_care,
    min(started_on) as started_on,
    first(type order by position) as type,
    first(postcode order by position) as postcode,
    first(urn order by position) as urn,
    first(provider order by position) as provider,
    last(ended_on order by position) as ended_on,
    last(change_reason order by position) as change_reason,
    first(row order by position) as row
from numbered
group by child, period_number, run
