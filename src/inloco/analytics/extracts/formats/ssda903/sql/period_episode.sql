-- Repaired episodes with the start of their period of care: it begins at a start (RNE = S) or after an end other than X1.
with ordered as (
    select
        *,
        lag(end_reason) over in_time as reason_before,
        row_number() over in_time as position
    from repaired_episode
    window in_time as (partition by child order by started_on)
),
numbered as (
    select
        *,
        sum(cast(start_reason = 'S' or reason_before <> 'X1' or position = 1 as integer))
            over (partition by child order by position) as period_number
    from ordered
)
select
    *,
    child || '-' || first_value(started_on) over (partition by child, period_number order by position) as period_of_care,
    first_value(started_on) over (partition by child, period_number order by position) as period_on,
    lag(ended_on) over (partition by child, period_number order by position) as ended_before,
    ended_on is null or ended_on >= started_on as is_sound
from numbered
