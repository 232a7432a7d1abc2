"""How many children: in need, looked after, starting and ceasing."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

FAMILY = "Children in need, protected and looked after"

LOOKED_AFTER_TABLES = ("person", "cla_episodes", "legal_status")
SHORT_BREAKS_ONLY = {"under an agreed series of short breaks (V3, V4)": "short_breaks"}

CIN_PLANS_COUNT = Indicator(
    id="cin_plans_count",
    title="Children in need plans",
    family=FAMILY,
    definition="Children with an open children-in-need plan who are neither looked after nor on a "
    "protection plan of this authority.",
    source=Source("Children Act 1989, section 17", "local definition of the monthly performance report"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="in_need",
    excluded={
        "looked after": "has_plan_in_need and looked_after",
        "on a protection plan": "has_plan_in_need and on_protection_plan and not looked_after",
    },
    because="'a children-in-need plan is open'",
    tables=("person", "cin_plans", "cp_plans", "cla_episodes", "legal_status"),
    example="A plan from 3 June to 31 August counts at the end of July and no longer at the end of August.",
    limits="A child in short breaks (V3, V4) is not looked after and so may be in need.",
)
CIN_PLANS_RATE = Indicator(
    id="cin_plans_rate",
    title="Children in need plans per 10,000 under 18",
    family=FAMILY,
    definition="Children in need, as counted by cin_plans_count, for every 10,000 people under 18 in the area.",
    source=Source("Children Act 1989, section 17", "local definition of the monthly performance report"),
    grain="child_month",
    counts="children",
    unit=Unit.RATE,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="in_need",
    excluded=CIN_PLANS_COUNT.excluded,
    because=CIN_PLANS_COUNT.because,
    tables=CIN_PLANS_COUNT.tables,
    limits="The population is the one in force on the day. Areas without a population of their own have no rate.",
)
CLA_COUNT = Indicator(
    id="cla_count",
    title="Children looked after",
    family=FAMILY,
    definition="Children with an open period of care, those under short breaks (V3, V4) left out.",
    source=Source("SSDA903", "guide to the return, coverage"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="looked_after",
    excluded=SHORT_BREAKS_ONLY,
    because="'looked after since ' || said(looked_after_since) || ', legal status ' || legal_status",
    tables=LOOKED_AFTER_TABLES,
    example="A period of care that ends on 31 August is not counted at the end of August.",
    limits="A child without an open legal status is counted; so is one whose next episode is not recorded yet after an X1.",
)
CLA_RATE = Indicator(
    id="cla_rate",
    title="Children looked after per 10,000 under 18",
    family=FAMILY,
    definition="Children looked after, as counted by cla_count, for every 10,000 people under 18 in the area.",
    source=Source("SSDA903", "statistics on children looked after in England"),
    grain="child_month",
    counts="children",
    unit=Unit.RATE,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="looked_after",
    excluded=SHORT_BREAKS_ONLY,
    because=CLA_COUNT.because,
    tables=LOOKED_AFTER_TABLES,
    limits="The population is the one in force on the day. Areas without a population of their own have no rate.",
)
CLA_STARTED = Indicator(
    id="cla_started_count",
    title="Children starting to be looked after",
    family=FAMILY,
    definition="Children whose period of care began in the period, starts under short breaks (V3, V4) left out.",
    source=Source("SSDA903", "guide to the return, reason for new episode S"),
    grain="care_start",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="not short_breaks",
    excluded=SHORT_BREAKS_ONLY,
    because="'started to be looked after on ' || said(started_on)",
    tables=LOOKED_AFTER_TABLES,
    example="A child who starts on 2 August and again on 20 August is one child, by the first start. Over the months of a year "
    "such a child may be counted in two of them, and once in the year.",
    limits="A period whose start is not visible in the extract is no start. A child belongs to the team of the first start.",
    compare_with="the national statistics, which count a child once in a year, by the first start.",
)
CLA_CEASED = Indicator(
    id="cla_ceased_count",
    title="Children ceasing to be looked after",
    family=FAMILY,
    definition="Children whose period of care ended in the period (reason other than X1), short breaks (V3, V4) left out.",
    source=Source("SSDA903", "guide to the return, reason episode ceased"),
    grain="care_end",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="is_latest and not short_breaks",
    excluded={"counted with a later ending in the period": "not is_latest and not short_breaks", **SHORT_BREAKS_ONLY},
    because="'ceased to be looked after on ' || said(ended_on) || ' (' || end_reason || ')'",
    tables=LOOKED_AFTER_TABLES,
    example="Home on 6 May, looked after again from 3 June, a special guardianship order on 12 December: one child in the year, "
    "by the ending of 12 December; in the months of May and December one each.",
    limits="An ending belongs to the team of the day before. A child who was looked after again by the end of the period counts.",
    compare_with="the national statistics, which count a child once in a year, by the last ending.",
)
REFERRALS = Indicator(
    id="referrals_count",
    title="Referrals to children's social care",
    family=FAMILY,
    definition="Referrals received in the period.",
    source=Source("Children in need census", "referrals"),
    grain="referral",
    counts="referrals",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    because="'received on ' || said(received_on)",
    tables=("person", "cin_episodes"),
)
RE_REFERRALS = Indicator(
    id="re_referrals_pct",
    title="Referrals within 12 months of an earlier one",
    family=FAMILY,
    definition="Of the referrals received in the period, those of children referred on an earlier day of the 12 months before.",
    source=Source("Children in need census", "referrals"),
    grain="referral",
    counts="referrals",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    met="is_repeat",
    because="'received on ' || said(received_on) || case when last_received_on is null then ', none before' "
    "else ', the one before on ' || said(last_received_on) end",
    tables=("person", "cin_episodes"),
    limits="Exactly 12 months counts; two on one day are no repeat of each other.",
)
SGO_GRANTED = Indicator(
    id="sgo_granted_count",
    title="Special guardianship orders for children looked after",
    family=FAMILY,
    definition="Special guardianship orders in the period by which a child ceased to be looked after (E45 to E48).",
    source=Source("SSDA903", "guide to the return, reason episode ceased"),
    grain="care_end",
    counts="orders",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks and end_reason in ('E45', 'E46', 'E47', 'E48')",
    because=CLA_CEASED.because,
    tables=LOOKED_AFTER_TABLES,
    example="An order on 14 May; the guardian cannot go on, the child is looked after from 2 September and goes home on 20 "
    "January: the order counts in the year, although the child's last ending is another one.",
    limits="Each order counts, so a year is the sum of its months. An order under which a child was not looked after before is "
    "not in this extract. It belongs to the team of the day before.",
    compare_with="the national statistics, which count a child by the last ending of the year and so may show fewer.",
)
INDICATORS = (CIN_PLANS_COUNT, CIN_PLANS_RATE, CLA_COUNT, CLA_RATE, CLA_STARTED, CLA_CEASED)
FURTHER_INDICATORS = (REFERRALS, RE_REFERRALS, SGO_GRANTED)
