-- What was asked for in rounds of updates, with the day by which it was to be returned.
select
    span.period,
    whole.area,
    asked.request,
    asked.plan,
    nullif(asked.service, '') as service,
    asked.due_on,
    asked.returned_on,
    coalesce(asked.returned_on <= asked.due_on, false) as is_on_time,
    coalesce(asked.called_off_on <= asked.due_on, false) as is_called_off
from span
join extract.record_update as asked on asked.due_on between span.start_on and span.on_day
cross join whole
