"""Child protection plans."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import FAMILY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

CP_PLANS_COUNT = Indicator(
    id="cp_plans_count",
    title="Children on a child protection plan",
    family=FAMILY,
    definition="Children with an open protection plan of this authority. Unborn children count; plans of others do not.",
    source=Source("Children in need census", "child protection plans"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="on_protection_plan",
    because="'on a protection plan since ' || said(on_protection_plan_since)",
    tables=("person", "cp_plans"),
    example="A looked-after child with an open protection plan counts here as well as among the looked after.",
)
CP_PLANS_RATE = Indicator(
    id="cp_plans_rate",
    title="Children on a child protection plan per 10,000 under 18",
    family=FAMILY,
    definition="Children on a protection plan, as counted by cp_plans_count, for every 10,000 people under 18 in the area.",
    source=Source("Children in need census", "child protection plans"),
    grain="child_month",
    counts="children",
    unit=Unit.RATE,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="on_protection_plan",
    because=CP_PLANS_COUNT.because,
    tables=("person", "cp_plans"),
    limits="The population is the one in force on the day. Areas without a population of their own have no rate.",
)

CONFERENCES = "Child protection plans and conferences"
CENSUS = Source("Children in need census", "child protection plans")
PLAN_TABLES = ("person", "cp_plans")
SINCE = "'on a protection plan since ' || said(started_on)"

NI64 = Indicator(
    id="ni64_cp_2y_ceased_pct",
    title="Protection plans that ended after two years or more",
    family=CONFERENCES,
    definition="Of the protection plans that ended from 1 April to the day, those that had lasted two years or more.",
    source=Source("NI 64", "Children in need census"),
    grain="plan_end",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    met="lasted_2_years",
    because="'plan from ' || said(started_on) || ' to ' || said(ended_on)",
    tables=PLAN_TABLES,
    limits="Exactly 24 months is two years or more. An ending belongs to the team of the day before.",
    compare_with="cp_open_2y_pct looks at plans that are still open.",
)
NI65 = Indicator(
    id="ni65_repeat_cp_pct",
    title="Protection plans for a second or later time",
    family=CONFERENCES,
    definition="Of the protection plans that began from 1 April to the day, those of children who had an earlier plan, ever.",
    source=Source("NI 65", "Children in need census"),
    grain="plan_start",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    met="has_earlier_plan",
    because="'plan from ' || said(started_on) || case when has_earlier_plan then ', the one before ended ' "
    "|| said(last_ended_on) else ', none before' end",
    tables=PLAN_TABLES,
    limits="Only earlier plans of this authority that the extract shows: one that ended before the extract's history begins is "
    "missed. The number of earlier plans that a census or an Annex A workbook gives of each child is knowingly not used, so that "
    "the figure is not available from them: it tells neither when they were nor, for certain, of which authority; no earlier "
    "plan could be shown to whoever doubts the figure; and one county would have two figures, by the format.",
    compare_with="repeat_cp_12m_pct; the census counts the number that the council itself recorded.",
)
REPEAT_12_MONTHS = Indicator(
    id="repeat_cp_12m_pct",
    title="Protection plans within 12 months of an earlier one",
    family=CONFERENCES,
    definition="Of the protection plans that began from 1 April to the day, those of children whose earlier plan ended in the "
    "12 months before.",
    source=Source("Local", "monthly performance report"),
    grain="plan_start",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    met="is_repeat_within_12_months",
    because=NI65.because,
    tables=PLAN_TABLES,
    limits="Exactly 12 months counts.",
    compare_with="ni65_repeat_cp_pct",
)
NI67 = Indicator(
    id="ni67_cp_reviewed_in_time_pct",
    title="Protection plans reviewed in time",
    family=CONFERENCES,
    definition="Of the protection plans open on the day that began 3 months before it or earlier, those of which no review "
    "conference due from 1 April to the day was late or is missing.",
    source=Source("NI 67", "Working Together to Safeguard Children 2018"),
    grain="plan_month",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="is_open_3_months",
    met="conferences_late_in_year = 0",
    excluded={"open for less than 3 months": "not is_open_3_months"},
    because="conferences_due_in_year || ' due in the year, ' || conferences_late_in_year || ' late or missing'",
    tables=(*PLAN_TABLES, "cp_reviews", "initial_cp_conference"),
    limits="The first is due 3 months after the initial conference (the plan's start where none is linked), later ones 6 months "
    "after the last was held. A plan with nothing due in the year stays in, and is met.",
)
OPEN_2_YEARS = Indicator(
    id="cp_open_2y_pct",
    title="Protection plans open for two years or more",
    family=CONFERENCES,
    definition="Of the protection plans open on the day, those that began two years before it or earlier.",
    source=CENSUS,
    grain="plan_month",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    met="is_open_2_years",
    because=SINCE,
    tables=PLAN_TABLES,
    compare_with="ni64_cp_2y_ceased_pct looks at plans that ended.",
)
OVER_12_MONTHS = Indicator(
    id="cp_over_12m_count",
    title="Protection plans open for over 12 months",
    family=CONFERENCES,
    definition="Protection plans open on the day that began earlier than 12 months before it.",
    source=Source("Local", "rule of supervision"),
    grain="plan_month",
    counts="plans",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="is_open_over_12_months",
    because=SINCE,
    tables=PLAN_TABLES,
    limits="Exactly 12 months is not over.",
)
CONFERENCE_IN_TIME = Indicator(
    id="icpc_in_time_pct",
    title="Initial protection conferences in time",
    family=CONFERENCES,
    definition="Of the children's initial conferences held in the period, those held within 15 working days of the strategy "
    "discussion.",
    source=Source("Working Together to Safeguard Children 2018", "Children in need census"),
    grain="conference",
    counts="children's conferences",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not is_transfer_in",
    met="is_in_time",
    excluded={"transferred in from another authority": "is_transfer_in"},
    because="'held on ' || said(held_on) || case when discussed_on is null then ', no strategy discussion linked' "
    "else ', strategy discussion on ' || said(discussed_on) end",
    tables=("person", "initial_cp_conference", "s47_enquiry"),
    limits="Without a strategy discussion linked, or with one after it, a conference is not in time.",
)
INDICATORS = (CP_PLANS_COUNT, CP_PLANS_RATE)
CONFERENCE_INDICATORS = (NI67, NI64, NI65, REPEAT_12_MONTHS, OPEN_2_YEARS, OVER_12_MONTHS, CONFERENCE_IN_TIME)
