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
INDICATORS = (HEALTH_UP_TO_DATE, DENTAL_UP_TO_DATE)
