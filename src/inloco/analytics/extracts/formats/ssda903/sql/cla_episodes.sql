select
    child || '-' || started_on as episode,
    child, started_on, start_reason, need, ended_on, end_reason, period_of_care, row
from period_episode
