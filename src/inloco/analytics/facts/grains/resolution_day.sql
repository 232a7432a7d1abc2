-- Every action and recommendation resolved on by a day, and whether the board had closed it by the day's end.
select
    day.on_day,
    whole.area,
    made.resolution,
    made.body,
    made.resolution_kind,
    made.resolved_on,
    made.due_on,
    made.closed_on,
    not made.is_closed or coalesce(made.closed_on > day.on_day, false) as is_open,
    made.is_closed and made.closed_on is null as is_closed_some_day
from day
join extract.record_resolution as made on made.resolved_on <= day.on_day
cross join whole
