"""Ways into care, round it and out of it: change over a year, schemes that keep children at home, and returns that last."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import FAMILY, LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.indicators.placements import FAMILY as PLACEMENTS
from inloco.analytics.indicators.placements import PLACED

LOCAL = Source("Local", "monthly performance report")
PERMANENCE = "Permanence"
NOW_LESS_THEN = "case when is_now then 1 else -1 end"
ONLY_THEN = "case when is_now then 0 else 1 end"
SEEN = "case when is_now then 'counted on ' else 'counted a year before, on ' end || said(seen_on)"
OF_A_CHANGE = (
    "A child counted on both days has two rows. The numerator is the difference and may be below nought; a team's children are "
    "those that it had on each of the two days."
)

CLA_CHANGE = Indicator(
    id="cla_annual_change_pct",
    title="Change in children looked after on a year before",
    family=FAMILY,
    definition="Children looked after on the day less those of the day 12 months before, as a share of these.",
    source=Source("SSDA903", "arithmetic on cla_count"),
    grain="child_year",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="looked_after",
    total=NOW_LESS_THEN,
    of=ONLY_THEN,
    because=SEEN,
    tables=LOOKED_AFTER_TABLES,
    example="1,980 children on 31 March 2018 and 2,128 a year later are 148 more of 1,980: 7.5%.",
    limits=OF_A_CHANGE,
    compare_with="the yearly change in a board report, which compares two 31 Marches: ask for a financial year.",
)
CP_CHANGE = Indicator(
    id="cp_annual_change_pct",
    title="Change in children on a protection plan on a year before",
    family=FAMILY,
    definition="Children on a protection plan on the day less those of the day 12 months before, as a share of these.",
    source=Source("Children in need census", "arithmetic on cp_plans_count"),
    grain="child_year",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="on_protection_plan",
    total=NOW_LESS_THEN,
    of=ONLY_THEN,
    because=SEEN,
    tables=("person", "cp_plans"),
    example="1,200 children on plans a year ago and 1,320 now are 120 more of 1,200: 10.0%.",
    limits=OF_A_CHANGE,
    compare_with="the yearly change in a board report, which compares two 31 Marches: ask for a financial year.",
)
REPEAT_CARE = Indicator(
    id="cla_repeat_episodes_pct",
    title="Children looked after for a second or later time",
    family=FAMILY,
    definition="Of the children looked after on the day, those whose period of care is not their first.",
    source=LOCAL,
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="looked_after",
    met="period_number > 1",
    excluded=SHORT_BREAKS_ONLY,
    because="'period of care number ' || period_number || ', since ' || said(looked_after_since)",
    tables=LOOKED_AFTER_TABLES,
    example="A child who went home in 2016 and was looked after again in 2018 is in the numerator.",
    limits="Only periods of this authority that the extract shows; one under short breaks counts as a period.",
)
KNOWN_TO_YOUTH_JUSTICE = Indicator(
    id="cla_known_to_yot_count",
    title="Children looked after who are known to youth justice",
    family=FAMILY,
    definition="Children looked after on the day who are known to the youth justice team then.",
    source=Source("Local", "flag youth_justice of local_flag.csv"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="looked_after and is_known_to_youth_justice",
    because="'known to the youth justice team'",
    tables=(*LOOKED_AFTER_TABLES, "local_flag"),
    limits="Needs local_flag.csv: the dataset has no such column.",
    compare_with="cla_convicted_pct is the statutory measure.",
)
CONVICTED = Indicator(
    id="cla_convicted_pct",
    title="Children looked after who were convicted or cautioned in the year",
    family=FAMILY,
    definition="Of the children of 10 and over looked after for 12 months or more on the day, those with a conviction or youth "
    "caution from 1 April to the day.",
    source=Source("SSDA903 OC2", "convictions and youth cautions"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="looked_after_12_months and age >= 10",
    met="is_convicted_in_year",
    excluded={
        "under 10": "looked_after_12_months and age < 10",
        "date of birth not known": "looked_after_12_months and age is null",
        "not looked after without a break for 12 months": "looked_after and not looked_after_12_months",
        **SHORT_BREAKS_ONLY,
    },
    because="case when is_convicted_in_year then 'convicted or cautioned in the year' else 'neither in the year' end",
    tables=(*LOOKED_AFTER_TABLES, "cla_convictions"),
    example="For 31 March 2019 a caution on 2 April 2018 counts, one on 31 March 2018 does not.",
    limits="The day of the conviction counts, not that of the offence.",
)
STEP_DOWN = Indicator(
    id="stepdown_re_referrals_count",
    title="Referrals after a case was stepped down to early help",
    family=FAMILY,
    definition="Referrals received in the period of children whose case was closed to early help in the 12 months before.",
    source=Source("Local", "close reason RC9 of the children in need census"),
    grain="referral",
    counts="referrals",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.LOWER_IS_BETTER,
    population="stepped_down_on is not null",
    because="'received on ' || said(received_on) || ', stepped down on ' || said(stepped_down_on)",
    tables=("person", "cin_episodes"),
    example="Closed to early help on 10 August 2018: a referral on 10 August 2019 still counts, one a day later does not.",
    limits="A close reason of RC9, or one that names early help.",
    compare_with="re_referrals_pct",
)
DIVERTED = Indicator(
    id="diverted_from_care_count",
    title="Children kept out of care by a scheme",
    family=PERMANENCE,
    definition="Children whose time in a scheme to keep them out of care ended in the period and who were not looked after then.",
    source=Source("Local", "flag diversion of local_flag.csv"),
    grain="scheme_end",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not looked_after",
    excluded={"looked after when the scheme ended": "looked_after"},
    because="'in the scheme from ' || said(started_on) || ' to ' || said(ended_on)",
    tables=(*LOOKED_AFTER_TABLES, "local_flag"),
    limits="Needs local_flag.csv: the dataset knows no schemes. A child who left two schemes in the period is one child, by the "
    "later.",
)
PRE_PROCEEDINGS = Indicator(
    id="plo_children_count",
    title="Children in pre-proceedings",
    family=PERMANENCE,
    definition="Children for whom pre-proceedings have been decided on and not ended, by stepping down or going to court.",
    source=Source("Public law outline", "Practice Direction 12A, pre-proceedings"),
    grain="pre_proceedings_day",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="true",
    because="'in pre-proceedings since ' || said(started_on)",
    tables=("person", "pre_proceedings"),
    example="Decided on 3 June and stepped down on 31 August: counted at the end of July, no longer at the end of August.",
    limits="Without a day of decision the day of the letter counts, else that of the first meeting.",
)


def _left_home(id: str, title: str, code: str, order: str, more: str, definition: str) -> Indicator:
    article = "an" if order.startswith("i") else "a"
    return Indicator(
        id=id,
        title=title,
        family=PERMANENCE,
        definition=definition,
        source=Source("Local", "tracker of placements at home"),
        grain="care_end",
        counts="periods of care",
        unit=Unit.COUNT,
        basis=Basis.OVER_PERIOD,
        polarity=Polarity.HIGHER_IS_BETTER,
        population=f"legal_status = '{code}' and placement_type = 'P1'{more}",
        because="'ceased to be looked after on ' || said(ended_on) || ' (' || end_reason || ')'",
        tables=PLACED,
        example=f"At home under {article} {order} until 8 May; looked after again from 1 July until 10 October, in foster care: "
        "the period of care that ended on 8 May counts in the year.",
        limits=f"The {order} and the placement are those of the day before care ended. Each period of care that ended so counts, "
        "so a year is the sum of its months.",
    )


ICO_HOME_CEASED = _left_home(
    "ico_home_ceased_cla_count", "Children at home under an interim care order who left care", "C1", "interim care order", "",
    "Periods of care that ended in the period from a placement with parents (P1) under an interim care order (C1).",
)  # fmt: skip
FCO_HOME_CEASED = _left_home(
    "fco_home_ceased_cla_count", "Children at home under a full care order who left care", "C2", "full care order",
    " and age < 18",
    "Periods of care of children under 18 that ended in the period from a placement with parents (P1) under a full care order "
    "(C2).",
)  # fmt: skip
STAYED_HOME = Indicator(
    id="reunified_stay_home_count",
    title="Children who went home and stayed there",
    family=PERMANENCE,
    definition="Children who went home (E4A, E4B) six months before a day of the period and were not looked after again by then.",
    source=Source("Local", "six months after the return"),
    grain="return_home",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks and not is_back",
    excluded={"looked after again within six months": "not short_breaks and is_back", **SHORT_BREAKS_ONLY},
    because="'went home on ' || said(ended_on) || case when next_started_on is null then '' "
    "else ', looked after again from ' || said(next_started_on) end",
    tables=LOOKED_AFTER_TABLES,
    example="Home on 10 February 2019: counted in August 2019, unless looked after again by 10 August.",
    limits="A return belongs to the period in which its six months end, so that nobody has to guess. A child with two such "
    "returns in a period is one child, by the later.",
)
SUPPORTED_LODGINGS = Indicator(
    id="supported_lodgings_16_17_count",
    title="Young people of 16 and 17 in supported lodgings",
    family=PLACEMENTS,
    definition="Children looked after on the day who are 16 or 17 and in supported lodgings.",
    source=Source("Local", "flag supported_lodgings of local_flag.csv"),
    grain="child_month",
    counts="young people",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after and age in (16, 17) and is_in_supported_lodgings",
    because="'in supported lodgings, aged ' || age",
    tables=(*LOOKED_AFTER_TABLES, "local_flag"),
    limits="Needs local_flag.csv: placement types do not tell lodgings apart.",
    compare_with="cla_16_17_residential_count",
)
INDICATORS = (
    CLA_CHANGE,
    CP_CHANGE,
    REPEAT_CARE,
    KNOWN_TO_YOUTH_JUSTICE,
    CONVICTED,
    STEP_DOWN,
    SUPPORTED_LODGINGS,
    PRE_PROCEEDINGS,
    ICO_HOME_CEASED,
    FCO_HOME_CEASED,
    STAYED_HOME,
    DIVERTED,
)
