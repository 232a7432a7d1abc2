-- A review belongs to the period of care in which it was held; on the day on which one ends and the next begins, to the first.
with latest as (
    select *
    from Reviews
    where child is not null
    qualify row_number() over (partition by child, held_on order by year desc, row desc) = 1
)
select
    latest.child || '-R-' || coalesce(latest.held_on::text, 'undated-' || latest.row) as review,
    period.period_of_care,
    latest.held_on,
    latest.participation,
    latest.row
from latest
left join period_of_care as period
    on period.child = latest.child
    and period.started_on <= latest.held_on
    and (period.ended_on is null or period.ended_on >= latest.held_on)
qualify row_number() over (partition by latest.child, latest.held_on, latest.row order by period.started_on) = 1
