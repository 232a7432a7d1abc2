-- needs: looked_after_day, placement_segment
-- Placement runs with any day in the 12 months to each day, (day − 12 months, day], across periods of care.
select day.on_day, run.child, count(distinct run.run) as placements
from day
join placement_segment as run
    on run.from_on <= day.on_day and (run.to_on is null or run.to_on > day.months_12_before + 1)
where run.run is not null
group by day.on_day, run.child
