-- needs: child, period_of_care, short_break
-- Placements clipped to their period of care (the first one that they touch), in the order in which they win where two are open
-- at once. Short breaks stand among them with the lowest rank: they give way to a placement, but cut it at their ends.
with placed as (
    select
        placement.child,
        period.period_number,
        placement.placement,
        placement.type,
        placement.provider,
        upper(replace(placement.postcode, ' ', '')) as postcode,
        placement.started_on as recorded_start,
        greatest(placement.started_on, period.started_on) as started_on,
        least(placement.ended_on, period.ended_on) as ended_on
    from extract.cla_placement as placement
    join period_of_care as period
        on period.child = placement.child
        and (period.ended_on is null or period.ended_on > placement.started_on)
        and (placement.ended_on is null or placement.ended_on > period.started_on)
    where placement.started_on is not null
    qualify row_number() over (partition by placement.child, placement.placement order by period.started_on) = 1
)
select
    child,
    period_number,
    placement,
    type,
    provider,
    postcode,
    started_on,
    ended_on,
    row_number() over (partition by child order by recorded_start, length(placement), placement) as rank
from placed
union all
select
    child,
    null,
    null,
    null,
    null,
    null,
    from_on,
    to_on,
    -row_number() over (partition by child order by from_on)
from short_break
