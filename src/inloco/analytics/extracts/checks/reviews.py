"""Reviews: held within their period, with a participation code that fits the age."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.findings import Severity

REVIEW_RULES: tuple[Rule, ...] = (
    Rule(
        id="participation_age",
        source="SSDA903 guide, participation in reviews",
        endangers=("cla_review_participation_pct", "cla_review_no_participation_count"),
        severity=Severity.WARNING,
        what="PN0 is for children under 4, and only for them.",
        action="Correct the participation code or the date of birth.",
        needs=("cla_reviews", "cla_episodes", "person"),
        column="participation",
        sql="""select r.row, r.participation as value,
                  case when r.participation = 'PN0' then 'The child was 4 or over at the review; PN0 is for children under 4.'
                       else 'The child was under 4 at the review; the code should be PN0.' end as message
                from cla_reviews r join period p using (period_of_care) join person c on c.child = p.child
                where r.participation is not null and r.held_on is not null and coalesce(r.is_cancelled, false) = false
                and (r.participation = 'PN0') <> (r.held_on < c.born_on + interval 4 year)""",
    ),
    Rule(
        id="review_before_period",
        source="SSDA903 guide, reviews",
        endangers=("cla_reviews_in_time_pct", "ni66_cla_reviews_in_time_pct"),
        severity=Severity.WARNING,
        what="The review was held before its period of care began.",
        action="Check the date, and the period that the review belongs to.",
        needs=("cla_reviews", "cla_episodes"),
        column="held_on",
        sql="""select r.row, r.held_on as value, 'The period of care began on ' || said(p.started_on) || '.' as message
                from cla_reviews r join period p using (period_of_care) where r.held_on < p.started_on""",
    ),
    Rule(
        id="review_after_period",
        source="SSDA903 guide, reviews",
        endangers=("cla_reviews_in_time_pct", "cla_reviews_held_count"),
        severity=Severity.WARNING,
        what="The review was held after its period of care ended.",
        action="Check the date, and the period that the review belongs to.",
        needs=("cla_reviews", "cla_episodes"),
        column="held_on",
        sql="""select r.row, r.held_on as value, 'The period of care ended on ' || said(p.ended_on) || '.' as message
                from cla_reviews r join period p using (period_of_care) where r.held_on > p.ended_on""",
    ),
    Rule(
        id="review_due_too_late",
        source="Care Planning Regulations 2010, regulation 33",
        endangers=("second_review", "later_review"),
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
