"""Health and dental assessments of children looked after for a year or more."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

FAMILY = "Health"
TABLES = (*LOOKED_AFTER_TABLES, "cla_health")
NOT_A_YEAR = {
    "not looked after without a break for 12 months": "looked_after and not looked_after_12_months",
    **SHORT_BREAKS_ONLY,
}

HEALTH_UP_TO_DATE = Indicator(
    id="health_assessment_up_to_date_pct",
    title="Children looked after with an up-to-date health assessment",
    family=FAMILY,
    definition="Of the children looked after for 12 months or more on the day, those whose last health assessment is later than "
    "12 months before it (6 months for children under 5 on the day).",
    source=Source(
        "SSDA903 OC2",
        "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7",
    ),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after_12_months",
    met="is_health_assessment_current",
    excluded=NOT_A_YEAR,
    because="'last health assessment ' || said(last_assessed_on) || ', aged ' || coalesce(cast(age as varchar), 'unknown')",
    tables=TABLES,
    example="For 31 August 2019 an assessment on 1 September 2018 is up to date, one on 31 August 2018 is not.",
    limits="Completed assessments only; a blank status is a completed one. Initial and review assessments both count, "
    "surveillance checks do not. Without a date of birth the 12 months apply.",
)
DENTAL_UP_TO_DATE = Indicator(
    id="dental_up_to_date_pct",
    title="Children looked after with an up-to-date dental check",
    family=FAMILY,
    definition="Of the children looked after for 12 months or more on the day, those whose last dental check is later than "
    "12 months before it.",
    source=Source("SSDA903 OC2", "teeth checked by a dentist"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after_12_months",
    met="is_dental_check_current",
    excluded=NOT_A_YEAR,
    because="'last dental check ' || said(last_dental_on)",
    tables=TABLES,
    limits="Completed checks only; a blank status is a completed one.",
)
INITIAL_IN_TIME = Indicator(
    id="iha_in_time_pct",
    title="Initial health assessments within 20 working days",
    family=FAMILY,
    definition="Of the periods of care whose 20th working day lies in the period, the child being still looked after on it, "
    "those with a health assessment completed from the start to that day.",
    source=Source("Guidance on promoting the health of looked-after children, 2015", "Care Planning Regulations, regulation 7"),
    grain="initial_health",
    counts="periods of care",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks",
    met="is_in_time",
    excluded=SHORT_BREAKS_ONLY,
    because="'looked after from ' || said(started_on) || ', due by ' || said(due_on) || ', assessed ' || said(assessed_on)",
    tables=TABLES,
    example="Looked after from Wednesday 24 July 2019: the 20th working day is 21 August. An assessment on 21 August is in time, "
    "one on 22 August is not.",
    limits="It belongs to the period of the 20th working day, not to that of the start. The regulation asks for an assessment "
    "each time a child becomes looked after: a child who comes into care twice in a year counts twice in it, and a year is the "
    "sum of its months. An assessment before the start is none of this period of care.",
)
IMMUNISED = Indicator(
    id="immunisations_up_to_date_pct",
    title="Children looked after with up-to-date immunisations",
    family=FAMILY,
    definition="Of the children looked after for 12 months or more on the day, those whose immunisations are up to date.",
    source=Source("SSDA903 OC2", "immunisations"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after_12_months",
    met="is_immunised",
    excluded=NOT_A_YEAR,
    because="case when is_immunised then 'recorded as up to date' else 'not recorded as up to date' end",
    tables=(*LOOKED_AFTER_TABLES, "cla_immunisations"),
    limits="The table holds one answer for a child: earlier months are as known now.",
)
SDQ_AGES = "looked_after_12_months and age_year_before >= 4 and age < 17"
NOT_OF_AGE = {
    "under 4 a year before, 17 or over, or without a date of birth": "looked_after_12_months and "
    "not coalesce(age_year_before >= 4 and age < 17, false)",
    **NOT_A_YEAR,
}
SDQ_COMPLETED = Indicator(
    id="sdq_completed_pct",
    title="Strengths and difficulties questionnaires completed",
    family=FAMILY,
    definition="Of the children looked after for 12 months who were 4 or over on the first of these days and are under 17 on the "
    "last, those with a score dated in the 12 months.",
    source=Source("SSDA903 OC2", "SDQ score"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population=SDQ_AGES,
    met="sdq_score is not null",
    excluded=NOT_OF_AGE,
    because="coalesce('score ' || sdq_score, 'no score in the 12 months')",
    tables=(*LOOKED_AFTER_TABLES, "sdq_scores"),
    limits="A score of 0 is a score; one above 40 is none. Always the 12 months to the day.",
)
SDQ_AVERAGE = Indicator(
    id="sdq_average_score",
    title="Average score of strengths and difficulties",
    family=FAMILY,
    definition="The sum of the latest scores of the 12 months, divided by the children who have one; who counts as in "
    "sdq_completed_pct.",
    source=Source("SSDA903 OC2", "SDQ score"),
    grain="child_month",
    counts="children",
    unit=Unit.AVERAGE,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population=f"{SDQ_AGES} and sdq_score is not null",
    total="sdq_score",
    excluded={"no score in the 12 months": f"{SDQ_AGES} and sdq_score is null", **NOT_OF_AGE},
    because="'score ' || sdq_score",
    tables=(*LOOKED_AFTER_TABLES, "sdq_scores"),
    limits="0 to 13 is normal, 14 to 16 borderline, 17 and over a concern.",
    compare_with="sdq_completed_pct",
)
ALL_UP_TO_DATE = Indicator(
    id="health_all_cla_pct",
    title="All children looked after with an up-to-date health assessment",
    family=FAMILY,
    definition="Of all children looked after on the day, those whose last health assessment is later than 12 months before it "
    "(6 months under 5), or whose first is not due yet.",
    source=Source("Local", "reviewing officers' measure of all children"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after",
    met="is_health_assessment_current or coalesce(initial_health_due_on >= on_day, false)",
    excluded=SHORT_BREAKS_ONLY,
    because="'last health assessment ' || said(last_assessed_on) || ', the first due by ' || said(initial_health_due_on)",
    tables=TABLES,
    example="Looked after from 5 August 2019: the first is due by 3 September, so the child counts as up to date on 31 August.",
    limits="Another group of children than that of the monthly measure.",
    compare_with="health_assessment_up_to_date_pct, only as a different measure: its children are looked after for 12 months.",
)
REVIEW_IN_TIME = Indicator(
    id="rha_in_time_pct",
    title="Review health assessments in time",
    family=FAMILY,
    definition="Of the review health assessments that fell due in the period, those done by their due day.",
    source=Source(
        "Review health assessments", "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7"
    ),
    grain="health_review",
    counts="assessments",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks",
    met="is_in_time",
    excluded=SHORT_BREAKS_ONLY,
    because="'last assessed on ' || said(last_assessed_on) || ', due by ' || said(due_on) || ', assessed ' || said(assessed_on)",
    tables=TABLES,
    example="Assessed on 15 February 2019, the child being 3: the next is due by 15 August 2019.",
    limits="6 months from the last assessment of the period of care where the child is under 5 on that due day, else 12. An "
    "early one "
    "brings the next forward. A child never assessed has no review due: iha_in_time_pct has the first.",
    compare_with="health_assessment_up_to_date_pct looks at a day, not at what fell due.",
)
FURTHER_INDICATORS = (INITIAL_IN_TIME, REVIEW_IN_TIME, ALL_UP_TO_DATE, IMMUNISED, SDQ_COMPLETED, SDQ_AVERAGE)
INDICATORS = (HEALTH_UP_TO_DATE, DENTAL_UP_TO_DATE)
