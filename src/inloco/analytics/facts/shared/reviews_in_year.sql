-- needs: review_due
-- Reviews due in the year to each day, and how many of them were not held by their due day. Due on the day itself and not
-- held by it is late.
select
    day.on_day,
    due.child,
    count(*) as due,
    count(*) filter (where due.held_on is null or due.held_on > due.due_on) as late,
    min(due.due_on) filter (where due.held_on is null or due.held_on > due.due_on) as first_late_on
from day
join review_due as due on due.due_on between day.year_start and day.on_day
where due.is_called_for
group by day.on_day, due.child
