-- needs: period_of_care, legal_status_segment, short_break
-- Children with an open period of care on each day asked for, with their legal status then, and the day since which they have
-- been looked after without a break (a short break is one).
select
    day.on_day,
    period.child,
    period.period_number,
    period.started_on,
    period.need,
    status.legal_status,
    coalesce(status.legal_status in ('V3', 'V4'), false) as short_breaks,
    greatest(
        period.started_on,
        (
            select max(coalesce(short_break.to_on, date '9999-12-31'))
            from short_break
            where short_break.child = period.child and short_break.from_on <= day.on_day
        )
    ) as continuous_since
from day
join period_of_care as period
    on period.started_on <= day.on_day and (period.ended_on is null or period.ended_on > day.on_day)
left join legal_status_segment as status
    on status.child = period.child
    and status.from_on <= day.on_day
    and (status.to_on is null or status.to_on > day.on_day)
