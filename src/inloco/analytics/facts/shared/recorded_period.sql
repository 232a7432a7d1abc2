-- needs: episode
-- Which periods of care the extract's own id stands for: reviews name the child only by it.
select distinct recorded_period, child, period_number
from episode
where recorded_period is not null
