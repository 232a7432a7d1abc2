-- needs: episode
-- One row for each period of care, [started_on, ended_on). One whose last episode was closed by X1 has not ended: the next
-- episode is not recorded yet. Where the first visible episode is not a start, the period began earlier: as recorded, if it is.
with whole as (
    select
        child,
        period_number,
        first(start_reason = 'S' or follows_an_end order by position) as is_start_visible,
        min(started_on) as visible_from,
        first(entered_care_on order by position) as entered_care_on,
        last(ended_on order by position) as last_ended_on,
        last(end_reason order by position) as last_reason,
        first(need order by position) filter (where need is not null) as need
    from episode
    group by child, period_number
)
select
    child,
    period_number,
    coalesce(is_start_visible, false) as is_start_visible,
    case when is_start_visible then visible_from else least(visible_from, entered_care_on) end as started_on,
    least(
        case when last_reason is distinct from 'X1' then last_ended_on end,
        lead(visible_from) over (partition by child order by period_number)
    ) as ended_on,
    case when last_ended_on is not null and last_reason is distinct from 'X1' then coalesce(last_reason, 'not recorded') end
        as end_reason,
    need
from whole
