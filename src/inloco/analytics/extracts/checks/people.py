"""Children, young people and their workers, one row at a time."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity

PEOPLE_RULES: tuple[Rule, ...] = (
    Rule(
        id="two_allocated_workers",
        source="Working Together to Safeguard Children",
        endangers=("cla_count", "cp_plans_count"),
        severity=Severity.WARNING,
        what="The child has two allocated workers at once.",
        action="End the earlier involvement. Until then the one that began last counts.",
        needs=("involvements",),
        column="started_on",
        sql="""select row, started_on as value, null as message from (
                 select row, started_on, max(until(ended_on)) over (
                   partition by child order by started_on, ended_on nulls last, row
                   rows between unbounded preceding and 1 preceding) as open_until
                 from involvements
                 where child is not null and started_on is not null
                 and list_contains(getvariable('allocated_roles'), upper(trim(role))))
               where started_on < open_until""",
    ),
    Rule(
        id="unborn_without_birth_date",
        source="CIN census rule 8525",
        endangers=("sdq_completed_pct", "health_assessment_up_to_date_pct"),
        severity=Severity.WARNING,
        what="The child has no date of birth, although the birth is not still to come; it counts nowhere where an age is needed.",
        action="Add the date of birth, or correct the expected one.",
        needs=("person",),
        column="born_on",
        sql=f"""select row, child as value,
                  case when expected_on is null then 'The child has neither a date of birth nor an expected one.'
                       else 'The child has no date of birth, but was expected on ' || said(expected_on) || '.' end as message
                from person where born_on is null and (expected_on is null or expected_on + interval 28 day < {AS_AT})""",
    ),
    Rule(
        id="sdq_out_of_range",
        source="SSDA903 rule 180",
        endangers=("sdq_average_score", "sdq_completed_pct"),
        severity=Severity.WARNING,
        what="A score of the strengths and difficulties questionnaire is from 0 to 40; this one counts nowhere.",
        action=IN_THE_SYSTEM,
        needs=("sdq_scores",),
        column="score",
        sql="select row, score as value, null as message from sdq_scores where score not between 0 and 40",
    ),
    Rule(
        id="care_leaver_twice",
        source="SSDA903 guide, care leavers",
        endangers=("care_leavers_count", "care_leavers_in_touch_pct"),
        severity=Severity.WARNING,
        what="The care leaver stands in two rows.",
        action="Keep the row that shows the young person today.",
        needs=("care_leavers",),
        column="child",
        sql="""select row, child as value, null as message from care_leavers where child is not null
               qualify row_number() over (partition by child order by row) > 1""",
    ),
    Rule(
        id="suitability_disagrees",
        source="SSDA903 guide, accommodation of care leavers",
        endangers=("care_leavers_suitable_accom_pct",),
        severity=Severity.WARNING,
        what="The judgement of the accommodation and the ending of its code disagree; the recorded judgement counts.",
        action=IN_THE_SYSTEM,
        needs=("care_leavers",),
        column="suitable",
        sql="""select row, suitable as value, 'The accommodation code is ' || accommodation || '.' as message from care_leavers
               where length(accommodation) = 2 and suitable is not null and right(accommodation, 1) <> suitable""",
    ),
)
