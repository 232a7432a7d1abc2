-- needs: period_of_care, recorded_period
-- Reviews held, each in its period of care. Cancelled and undated ones are none; two on a day are one; on the day of ceasing
-- it counts.
with belonging as (
    select period.child, period.period_number, review.review, review.held_on, review.participation
    from extract.cla_reviews as review
    join recorded_period on recorded_period.recorded_period = review.period_of_care
    join period_of_care as period
        on period.child = recorded_period.child and period.period_number = recorded_period.period_number
    where review.held_on is not null
        and not coalesce(review.is_cancelled, false)
        and review.held_on >= period.started_on
        and (period.ended_on is null or review.held_on <= period.ended_on)
    qualify row_number() over (partition by review.review, period.child order by period.started_on desc) = 1
)
select
    child,
    period_number,
    held_on,
    max(review) as review,
    first(participation order by length(review) desc, review desc) filter (where participation is not null) as participation
from belonging
group by child, period_number, held_on
