-- needs: child
-- Episodes with the number of the period of care that they belong to. A period begins at a start (RNE = S) or after an end
-- other than X1. Days missing after an X1 do not break it. The extract's own id of the period is only compared, in a check.
with ordered as (
    select
        episode.*,
        lag(end_reason) over in_time as reason_before,
        row_number() over in_time as position
    from extract.cla_episodes as episode
    semi join child using (child)
    where started_on is not null
    window in_time as (
        partition by child
        order by started_on, coalesce(ended_on, date '9999-12-31'), length(episode), episode
    )
)
select
    child,
    episode,
    period_of_care as recorded_period,
    position,
    started_on,
    ended_on,
    start_reason,
    end_reason,
    need,
    entered_care_on,
    reason_before is not null and reason_before <> 'X1' as follows_an_end,
    sum(cast(start_reason = 'S' or reason_before <> 'X1' or position = 1 as integer))
        over (partition by child order by position) as period_number
from ordered
