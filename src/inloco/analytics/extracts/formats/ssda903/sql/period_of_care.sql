select
    child, period_number,
    any_value(period_of_care) as period_of_care,
    any_value(period_on) as started_on,
    last(ended_on order by position) as ended_on,
    last(end_reason order by position) as end_reason
from period_episode
group by child, period_number
