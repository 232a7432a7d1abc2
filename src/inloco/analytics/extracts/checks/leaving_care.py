"""Care leavers: eligibility, contact, accommodation and activity beside the age and the time in care."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity

IN_TOUCH = ("care_leavers_in_touch_pct", "in_touch")
OUTCOMES = ("care_leavers_suitable_accom_pct", "care_leavers_eet_pct", "care_leavers_neet_pct")

LEAVING_CARE_RULES: tuple[Rule, ...] = (
    Rule(
        id="care_leaver_age",
        severity=Severity.WARNING,
        what="The care leaver is under 16, or 25 or older: at that age there is no duty.",
        action="Check the date of birth; close the case of somebody who is 25.",
        needs=("care_leavers", "person"),
        column="child",
        source="Children and Social Work Act 2017, section 3",
        endangers=("care_leavers_count", *OUTCOMES),
        sql=f"""select l.row, l.child as value, 'Born on ' || said(c.born_on) || '.' as message
                from care_leavers l join person c using (child)
                where c.born_on + interval 16 year > {AS_AT} or c.born_on + interval 25 year <= {AS_AT}""",
    ),
    Rule(
        id="eligibility_age_conflict",
        severity=Severity.WARNING,
        what="The eligibility does not fit the age: eligible and relevant are 16 and 17, former relevant is 18 and over.",
        action="Correct the eligibility or the date of birth.",
        needs=("care_leavers", "person"),
        column="eligibility",
        source="Children Act 1989, section 23A and schedule 2, paragraph 19B",
        endangers=("care_leavers_count", *OUTCOMES),
        sql=f"""select l.row, l.eligibility as value, 'Born on ' || said(c.born_on) || '.' as message
                from care_leavers l join person c using (child)
                where (l.eligibility in ('eligible', 'relevant') and c.born_on + interval 18 year <= {AS_AT})
                or (l.eligibility = 'former_relevant' and c.born_on + interval 18 year > {AS_AT})""",
    ),
    Rule(
        id="eligible_not_in_care",
        severity=Severity.WARNING,
        what="Recorded as eligible (still looked after), but not looked after on the extract's day; or the other way round.",
        action="Correct the eligibility, or the end of the last episode of care.",
        needs=("care_leavers", "cla_episodes"),
        column="eligibility",
        source="Children Act 1989, schedule 2, paragraph 19B",
        endangers=("care_leavers_count", "cla_count"),
        sql="""select l.row, l.eligibility as value,
                 case when l.eligibility = 'eligible' then 'An eligible child is looked after; there is no open episode.'
                      else 'There is an open episode of care.' end as message
               from care_leavers l
               where l.eligibility in ('eligible', 'relevant', 'former_relevant')
               and (l.eligibility = 'eligible') <> exists (
                 select 1 from cla_episodes e where e.child = l.child and open_now(e.started_on, e.ended_on))""",
    ),
    Rule(
        id="in_touch_without_contact",
        severity=Severity.WARNING,
        what="Recorded as in touch, but there is no date of a last contact; the young person counts as not in touch.",
        action="Record the last contact.",
        needs=("care_leavers",),
        column="last_contact_on",
        source="SSDA903 rule 131; care leavers' in-touch definition of July 2019",
        endangers=IN_TOUCH,
        sql="""select row, in_touch as value, null as message from care_leavers
               where upper(in_touch) in ('YES', 'Y') and last_contact_on is null""",
    ),
    Rule(
        id="not_in_touch_with_contact",
        severity=Severity.WARNING,
        what="Recorded as not in touch, but the last contact was within eight weeks.",
        action="Correct the yes or no, or the date of the last contact. The date counts.",
        needs=("care_leavers",),
        column="in_touch",
        source="Care leavers' in-touch definition of July 2019",
        endangers=IN_TOUCH,
        sql=f"""select row, in_touch as value, 'The last contact was on ' || said(last_contact_on) || '.' as message
                from care_leavers
                where upper(in_touch) in ('NO', 'N') and last_contact_on between {AS_AT} - interval 56 day and {AS_AT}""",
    ),
    Rule(
        id="in_touch_without_outcomes",
        severity=Severity.WARNING,
        what="In touch, but the accommodation or the activity is not recorded, though the young person has left care.",
        action="Ask the personal adviser, and record it.",
        needs=("care_leavers",),
        column="activity",
        source="SSDA903 rule 345",
        endangers=OUTCOMES,
        sql="""select row, in_touch as value,
                 case when accommodation is null and activity is null then 'Neither is recorded.'
                      when accommodation is null then 'The accommodation is not recorded.'
                      else 'The activity is not recorded.' end as message
               from care_leavers
               where upper(in_touch) in ('YES', 'Y') and (accommodation is null or activity is null)
               and coalesce(eligibility, '') <> 'eligible'""",
    ),
    Rule(
        id="unknown_though_in_touch",
        severity=Severity.WARNING,
        what="In touch, but the residence or the activity is recorded as not known.",
        action="Ask the personal adviser, and record it.",
        needs=("care_leavers",),
        column="accommodation",
        source="SSDA903 guide, care leavers",
        endangers=OUTCOMES,
        sql="""select row, case when left(accommodation, 1) in ('R', '0') then accommodation else activity end as value,
                 null as message
               from care_leavers
               where upper(in_touch) in ('YES', 'Y') and (left(accommodation, 1) in ('R', '0') or activity = '0')""",
    ),
    Rule(
        id="foyer_under_18",
        severity=Severity.WARNING,
        what="Somebody under 18 is recorded as living in a foyer.",
        action="Correct the accommodation or the date of birth.",
        needs=("care_leavers", "person"),
        column="accommodation",
        source="SSDA903 rule 347",
        endangers=("care_leavers_suitable_accom_pct",),
        sql=f"""select l.row, l.accommodation as value, 'Born on ' || said(c.born_on) || '.' as message
                from care_leavers l join person c using (child)
                where left(l.accommodation, 1) = 'T' and c.born_on + interval 18 year > {AS_AT}""",
    ),
    Rule(
        id="staying_put_under_18",
        severity=Severity.WARNING,
        what="Recorded as staying on with former foster carers before the 18th birthday, when staying put begins.",
        action="Correct the accommodation: until 18 it is a foster placement, or another arrangement.",
        needs=("care_leavers", "person"),
        column="accommodation",
        source="Children Act 1989, section 23CZA; SSDA903 rule 3001",
        endangers=("staying_put_count", "care_leavers_suitable_accom_pct"),
        sql=f"""select l.row, l.accommodation as value, 'Born on ' || said(c.born_on) || '.' as message
                from care_leavers l join person c using (child)
                where left(l.accommodation, 1) = 'Z' and l.eligibility <> 'eligible'
                and c.born_on + interval 18 year > {AS_AT}""",
    ),
    Rule(
        id="higher_education_under_17",
        severity=Severity.WARNING,
        what="In higher education though under 17.",
        action="Check the activity and the date of birth.",
        needs=("care_leavers", "person"),
        column="activity",
        source="SSDA903 guide, activity of care leavers",
        endangers=("care_leavers_eet_pct",),
        sql=f"""select l.row, l.activity as value, 'Born on ' || said(c.born_on) || '.' as message
                from care_leavers l join person c using (child)
                where l.activity in ('F1', 'P1') and c.born_on + interval 17 year > {AS_AT}""",
    ),
    Rule(
        id="pathway_plan_too_early",
        severity=Severity.WARNING,
        what="The pathway plan was reviewed before the 16th birthday, when there is none.",
        action=IN_THE_SYSTEM,
        needs=("care_leavers", "person"),
        column="pathway_plan_reviewed_on",
        source="Care Leavers Regulations 2010, regulation 7",
        endangers=("care_leavers_pathway_plan_current_pct",),
        sql="""select l.row, l.pathway_plan_reviewed_on as value, 'Born on ' || said(c.born_on) || '.' as message
               from care_leavers l join person c using (child)
               where l.pathway_plan_reviewed_on < c.born_on + interval 16 year - interval 3 month""",
    ),
)
