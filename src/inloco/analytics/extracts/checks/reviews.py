"""Reviews: held within their period, with a participation code that fits the age."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.findings import Severity

PERIODS = """(select period_of_care, any_value(child) as child, min(started_on) as started_on,
              case when bool_or(ended_on is null) then null else max(ended_on) end as ended_on
              from cla_episodes where period_of_care is not null group by period_of_care)"""

REVIEW_RULES: tuple[Rule, ...] = (
    Rule(
        id="participation_age",
        severity=Severity.WARNING,
        what="PN0 is for children under 4, and only for them.",
        action="Correct the participation code or the date of birth.",
        needs=("cla_reviews", "cla_episodes", "person"),
        column="participation",
        sql=f"""select r.row, r.participation as value,
                  case when r.participation = 'PN0' then 'The child was 4 or over at the review; PN0 is for children under 4.'
                       else 'The child was under 4 at the review; the code should be PN0.' end as message
                from cla_reviews r join {PERIODS} p using (period_of_care) join person c on c.child = p.child
                where r.participation is not null and r.held_on is not null and coalesce(r.is_cancelled, false) = false
                and (r.participation = 'PN0') <> (r.held_on < c.born_on + interval 4 year)""",
    ),
    Rule(
        id="review_before_period",
        severity=Severity.WARNING,
        what="The review was held before its period of care began.",
        action="Check the date, and the period that the review belongs to.",
        needs=("cla_reviews", "cla_episodes"),
        column="held_on",
        sql=f"""select r.row, r.held_on as value, 'The period of care began on ' || said(p.started_on) || '.' as message
                from cla_reviews r join {PERIODS} p using (period_of_care) where r.held_on < p.started_on""",
    ),
    Rule(
        id="review_after_period",
        severity=Severity.WARNING,
        what="The review was held after its period of care ended.",
        action="Check the date, and the period that the review belongs to.",
        needs=("cla_reviews", "cla_episodes"),
        column="held_on",
        sql=f"""select r.row, r.held_on as value, 'The period of care ended on ' || said(p.ended_on) || '.' as message
                from cla_reviews r join {PERIODS} p using (period_of_care) where r.held_on > p.ended_on""",
    ),
    Rule(
        id="review_due_too_late",
        severity=Severity.WARNING,
        what="The recorded due date is later than regulations allow; figures use the computed one.",
        action="Correct the due date: the second review is due 3 months after the first, later ones after 6 months.",
        needs=("cla_reviews",),
        column="due_on",
        sql="""select row, due_on as value,
                 'Due by ' || said(limit_on) || ' at the latest; the review before was on ' || said(before) || '.' as message
               from (select row, due_on, lag(held_on) over spell as before,
                            row_number() over spell as number,
                            before + (case when number = 2 then interval 3 month else interval 6 month end) as limit_on
                     from cla_reviews where held_on is not null and coalesce(is_cancelled, false) = false
                     window spell as (partition by period_of_care order by held_on, row))
               where due_on > limit_on""",
    ),
)
