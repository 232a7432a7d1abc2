-- needs: child, period_of_care, review_held, short_break
-- Every review that a period of care called for: when it was due, and when it was held (null: not yet). The first is due 20
-- working days from the start, the second 3 months after the first was held, later ones 6 months after the last was held.
-- Where the visible history begins later than the period, the first visible review is only an anchor: its own due day is
-- not known, and the next follows as a later one. So it is, too, when the first review was due more than a year before the
-- oldest review of the extract.
with history as (
    select authority, min(held_on) as begins_on
    from extract.cla_reviews
    where not coalesce(is_cancelled, false)
    group by authority
),
period as (
    select
        period_of_care.*,
        is_start_visible
            and coalesce(cast(first_review_due(started_on) + to_months(12) as date) >= history.begins_on, true) as is_history_whole
    from period_of_care
    join child using (child)
    left join history using (authority)
),
step as (
    select child, period_number, started_on as anchor_on, 0 as held_before from period
    union all
    select child, period_number, held_on, row_number() over (partition by child, period_number order by held_on)
    from review_held
),
due as (
    select
        step.child,
        step.period_number,
        step.held_before + 1 as number,
        step.anchor_on,
        lead(step.anchor_on) over (partition by step.child, step.period_number order by step.held_before) as held_on,
        case
            when step.held_before = 0 then case when period.is_history_whole then first_review_due(step.anchor_on) end
            when step.held_before = 1 and period.is_history_whole then second_review_due(step.anchor_on)
            else later_review_due(step.anchor_on)
        end as due_on,
        case
            when step.held_before = 0 then 'first_review'
            when step.held_before = 1 and period.is_history_whole then 'second_review'
            else 'later_review'
        end as clock,
        period.ended_on
    from step
    join period on period.child = step.child and period.period_number = step.period_number
)
select
    due.child,
    due.period_number,
    due.number,
    due.clock,
    due.anchor_on,
    due.due_on,
    due.held_on,
    due.ended_on,
    due.due_on is not null
        and (due.ended_on is null or due.due_on < due.ended_on)
        and short_break.child is null as is_called_for
from due
left join short_break
    on short_break.child = due.child
    and short_break.from_on <= due.due_on
    and (short_break.to_on is null or short_break.to_on > due.due_on)
