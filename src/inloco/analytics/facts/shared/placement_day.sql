-- needs: looked_after_day, placement_segment
-- The placement of each child looked after on each day. In a temporary move the last real placement of the period carries on
-- for stability; the type stays that of the day.
with real as (
    select
        child,
        period_number,
        from_on,
        lead(from_on) over (partition by child, period_number order by from_on) as next_from_on,
        together_since
    from placement_segment
    where run is not null
)
select
    looked_after.on_day,
    looked_after.child,
    now.placement,
    now.type,
    now.provider,
    now.from_on,
    real.together_since
from looked_after_day as looked_after
join placement_segment as now
    on now.child = looked_after.child
    and now.from_on <= looked_after.on_day
    and (now.to_on is null or now.to_on > looked_after.on_day)
left join real
    on real.child = looked_after.child
    and real.period_number = looked_after.period_number
    and real.from_on <= looked_after.on_day
    and (real.next_from_on is null or real.next_from_on > looked_after.on_day)
