"""Care leavers: how many, how they live, what they do, and whether the council is in touch."""

from collections.abc import Mapping
from datetime import date

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source, Version

FAMILY = "Care leavers"
TABLES = ("person", "care_leavers")
OC3 = Source("SSDA903 OC3", "care leavers")
TODAY_ONLY = (
    "The table holds only today: a month's figure comes from that month's own snapshot, and from no later one. "
    "Qualifying care leavers count unless the council's settings leave them out."
)
NOT_A_LEAVER = {
    "eligible: still looked after": "not is_care_leaver and eligibility = 'eligible'",
    "qualifying care leavers are left out by the council's settings": "not is_care_leaver and eligibility = 'qualifying'",
    "eligibility not recorded, or none": "not is_care_leaver and coalesce(eligibility, 'other') = 'other'",
}


def _share(
    id: str, title: str, definition: str, *, met: str, because: str, polarity: Polarity, limits: str, source: Source = OC3
) -> Indicator:
    """The share of all care leavers of whom ``met`` holds."""
    return Indicator(
        id=id,
        title=title,
        family=FAMILY,
        definition=definition,
        source=source,
        grain="care_leaver",
        counts="care leavers",
        unit=Unit.PERCENT,
        basis=Basis.AS_AT,
        polarity=polarity,
        population="is_care_leaver",
        met=met,
        excluded=NOT_A_LEAVER,
        because=because,
        tables=TABLES,
        limits=f"{limits} {TODAY_ONLY}",
    )


COUNT = Indicator(
    id="care_leavers_count",
    title="Care leavers",
    family=FAMILY,
    definition="Relevant, former relevant and qualifying young people. Eligible ones are still looked after and do not count.",
    source=Source("Children (Leaving Care) Act 2000", "local definition of the monthly performance report"),
    grain="care_leaver",
    counts="care leavers",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="is_care_leaver",
    excluded=NOT_A_LEAVER,
    because="replace(eligibility, '_', ' ')",
    tables=TABLES,
    limits=TODAY_ONLY,
)
SUITABLE = _share(
    "care_leavers_suitable_accom_pct",
    "Care leavers in suitable accommodation",
    "Of all care leavers, those whose accommodation was judged suitable.",
    met="suitability = '1'",
    because="'accommodation ' || coalesce(accommodation, 'not recorded') || ', judged ' || "
    "case suitability when '1' then 'suitable' when '2' then 'unsuitable' else 'neither: not recorded' end",
    polarity=Polarity.HIGHER_IS_BETTER,
    limits="The recorded judgement decides, else the suffix of the accommodation code. No judgement stays in the denominator.",
)
ACTIVITY = "'activity ' || coalesce(activity, 'not recorded')"
EET = _share(
    "care_leavers_eet_pct",
    "Care leavers in education, employment or training",
    "Of all care leavers, those in education, employment or training (F1 to F5, P1 to P5).",
    met="activity in ('F1', 'F2', 'F3', 'F4', 'F5', 'P1', 'P2', 'P3', 'P4', 'P5')",
    because=ACTIVITY,
    polarity=Polarity.HIGHER_IS_BETTER,
    limits="Unknown is neither in nor out of education, employment or training, and stays in the denominator.",
)
NEET = _share(
    "care_leavers_neet_pct",
    "Care leavers not in education, employment or training",
    "Of all care leavers, those not in education, employment or training (G4 to G6).",
    met="activity in ('G4', 'G5', 'G6')",
    because=ACTIVITY,
    polarity=Polarity.LOWER_IS_BETTER,
    limits="Not 100 less the share in education, employment or training: unknown is neither.",
)
NO_CONTACT_DUTY: Mapping[str, str] = {
    "died": "is_care_leaver and in_touch = 'DIED'",
    "no longer requires services": "is_care_leaver and in_touch = 'NREQ'",
    "returned home": "is_care_leaver and in_touch = 'RHOM'",
    **NOT_A_LEAVER,
}
IN_TOUCH = Indicator(
    id="care_leavers_in_touch_pct",
    title="Care leavers the council is in touch with",
    family=FAMILY,
    definition="Of the care leavers who have not died, returned home or ended the service, those with a contact in the 8 weeks "
    "before the day.",
    source=Source("Local", "standard of 8 weeks from 1 July 2019; before, the recorded answer as in SSDA903 OC3"),
    grain="care_leaver",
    counts="care leavers",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="is_care_leaver and not is_out_of_contact_duty",
    met="has_recent_contact",
    excluded=NO_CONTACT_DUTY,
    because="'last contact ' || said(last_contact_on)",
    tables=TABLES,
    versions=(
        Version(
            1,
            "In touch where the record says so.",
            "in_touch = 'YES'",
            because="'recorded as ' || coalesce(in_touch, 'nothing')",
        ),
        Version(
            2,
            "In touch with a contact no more than 56 days before the day, whatever the record says.",
            "has_recent_contact",
            from_=date(2019, 7, 1),
        ),
    ),
    limits=f"Who refuses contact stays in the denominator. {TODAY_ONLY}",
)
HOMELESS = Indicator(
    id="care_leavers_homeless_count",
    title="Care leavers who are homeless",
    family=FAMILY,
    definition="Care leavers of no fixed abode, in emergency accommodation or in bed and breakfast (S, V, W).",
    source=OC3,
    grain="care_leaver",
    counts="care leavers",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="is_care_leaver and accommodation in ('S', 'V', 'W')",
    because="'accommodation ' || accommodation",
    tables=TABLES,
    limits=TODAY_ONLY,
)
STAYING_PUT = Indicator(
    id="staying_put_count",
    title="Young people staying put",
    family=FAMILY,
    definition="Care leavers of 18 and over who live with their former foster carers (Z).",
    source=OC3,
    grain="care_leaver",
    counts="care leavers",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="is_care_leaver and age >= 18 and accommodation = 'Z'",
    because="'aged ' || age || ', with former foster carers'",
    tables=TABLES,
    limits=TODAY_ONLY,
)
PATHWAY_PLAN = Indicator(
    id="care_leavers_pathway_plan_current_pct",
    title="Current pathway plans",
    family=FAMILY,
    definition="Of the eligible young people and care leavers under 25, those whose pathway plan was reviewed later than 6 "
    "months before the day.",
    source=Source("Care Leavers (England) Regulations 2010", "regulation 7"),
    grain="care_leaver",
    counts="young people",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="(is_care_leaver or coalesce(eligibility = 'eligible', false)) and age < 25",
    met="is_pathway_plan_current",
    excluded={
        "25 or over": "(is_care_leaver or coalesce(eligibility = 'eligible', false)) and age >= 25",
        "date of birth not known": "(is_care_leaver or coalesce(eligibility = 'eligible', false)) and age is null",
        **{reason: predicate for reason, predicate in NOT_A_LEAVER.items() if not reason.startswith("eligible")},
    },
    because="'pathway plan reviewed ' || said(pathway_plan_reviewed_on)",
    tables=TABLES,
    limits=TODAY_ONLY,
)
ADVISER_BY_16 = Indicator(
    id="care_leavers_pa_allocated_16_pct",
    title="Young people with a personal adviser by 16",
    family=FAMILY,
    definition="Of the children looked after on their 16th birthday, which lies in the period, those to whom a personal "
    "adviser was "
    "allocated by that day.",
    source=Source("Children Act 1989", "schedule 2, paragraph 19C; local standard"),
    grain="birthday_16",
    counts="young people",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks",
    met="is_in_time",
    excluded=SHORT_BREAKS_ONLY,
    because="'16 on ' || said(birthday_on) || ', personal adviser ' || said(allocated_on)",
    tables=(*LOOKED_AFTER_TABLES, "involvements"),
    example="Born on 20 August 2003: a personal adviser from 20 August 2019 is in time, one from 21 August is not.",
    limits="An involvement whose role is PA or names a personal adviser.",
)
FURTHER_INDICATORS = (HOMELESS, STAYING_PUT, PATHWAY_PLAN, ADVISER_BY_16)
INDICATORS = (COUNT, SUITABLE, EET, NEET, IN_TOUCH)
