-- A legal status is a run of episodes under it. One that could not be read is none: the child counts with the status unknown.
with compared as (
    select
        *,
        ended_before is distinct from started_on
        or legal_status is distinct from lag(legal_status) over (partition by child, period_number order by position) as is_new
    from period_episode
    where is_sound
),
numbered as (
    select *, sum(cast(is_new as integer)) over (partition by child, period_number order by position) as run
    from compared
)
select
    child || '-L-' || min(started_on) as legal_status_id,
    child,
    any_value(legal_status) as legal_status,
    min(started_on) as started_on,
    last(ended_on order by position) as ended_on,
    first(row order by position) as row
from numbered
where legal_status is not null
group by child, period_number, run
