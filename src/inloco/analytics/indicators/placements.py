"""Where children looked after live, under which legal status, and how steadily."""

from datetime import date

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source, Version

FAMILY = "Placements and legal status"
PLACED = (*LOOKED_AFTER_TABLES, "cla_placement")
SSDA903 = Source("SSDA903", "guide to the return, placement type")
IN_DENOMINATOR_ONLY = (
    "Children without a placement on the day, or in a temporary move (T0 to T4), count in the denominator and in no numerator."
)
PLACED_AS = "'placement type ' || coalesce(placement_type, 'not recorded')"
WITH_STATUS = "'legal status ' || legal_status"


def _number(
    id: str,
    title: str,
    definition: str,
    *,
    where: str,
    because: str = PLACED_AS,
    polarity: Polarity = Polarity.NEUTRAL,
    source: Source = SSDA903,
    tables: tuple[str, ...] = PLACED,
    limits: str = "",
) -> Indicator:
    """A count of the children looked after on the day of whom ``where`` holds."""
    return Indicator(
        id=id,
        title=title,
        family=FAMILY,
        definition=definition,
        source=source,
        grain="child_month",
        counts="children",
        unit=Unit.COUNT,
        basis=Basis.AS_AT,
        polarity=polarity,
        population=f"looked_after and {where}",
        because=because,
        tables=tables,
        limits=limits,
    )


def _share(
    id: str,
    title: str,
    definition: str,
    *,
    met: str,
    because: str = PLACED_AS,
    polarity: Polarity = Polarity.NEUTRAL,
    source: Source = SSDA903,
    tables: tuple[str, ...] = PLACED,
    limits: str = IN_DENOMINATOR_ONLY,
    versions: tuple[Version, ...] = (),
    compare_with: str = "",
) -> Indicator:
    """The share of the children looked after on the day of whom ``met`` holds."""
    return Indicator(
        id=id,
        title=title,
        family=FAMILY,
        definition=definition,
        source=source,
        grain="child_month",
        counts="children",
        unit=Unit.PERCENT,
        basis=Basis.AS_AT,
        polarity=polarity,
        population="looked_after",
        met=met,
        excluded=SHORT_BREAKS_ONLY,
        because=because,
        tables=tables,
        limits=limits,
        versions=versions,
        compare_with=compare_with,
    )


NI62 = _share(
    "ni62_three_plus_placements_pct",
    "Children looked after with three or more placements in the year",
    "Of the children looked after on the day, those who lived in three or more placements in the 12 months to it.",
    met="placements_in_year >= 3",
    because="placements_in_year || case when placements_in_year = 1 then ' placement' else ' placements' end "
    "|| ' in the 12 months to ' || said(on_day)",
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("NI 62", "SSDA903 guide, placement stability"),
    limits="A placement is one stay to the child: one after the other with the same postcode and type (or both fostering), "
    "whatever the ids; without a postcode only the same id is the same placement. Adoption by the carer (A3, A5) continues "
    "fostering; adoption by others (A4, A6) is a move. Temporary moves (T0 to T4) and short breaks count nowhere. All periods of "
    "care of the 12 months count.",
    compare_with="ni63_long_term_stability_pct looks at the same placements over two years.",
)
NI63 = Indicator(
    id="ni63_long_term_stability_pct",
    title="Long-term stability of placements",
    family=FAMILY,
    definition="Of the children under 16 looked after for at least two and a half years, those who have lived in the same "
    "placement for at least two years, or are placed for adoption and that placement and the one before together last two years.",
    source=Source("NI 63", "SSDA903 guide, placement stability"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after_30_months and age < 16",
    met="same_placement_2_years",
    excluded={
        "aged 16 or over": "looked_after_30_months and age >= 16",
        "date of birth not known": "looked_after_30_months and age is null",
        "looked after for less than two and a half years": "looked_after and not looked_after_30_months",
        **SHORT_BREAKS_ONLY,
    },
    because="case when together_since is null then 'no placement on the day' "
    "else 'in this placement since ' || said(together_since) end",
    tables=PLACED,
    limits="In a temporary move on the day, the last real placement carries on. A break under short breaks (V3, V4) begins the "
    "two and a half years anew. A child without a placement on the day is not met.",
    compare_with="ni62_three_plus_placements_pct",
)
LEGAL_STATUS_COUNT = Indicator(
    id="cla_legal_status_count",
    title="Children in an open period of care by legal status",
    family=FAMILY,
    definition="Children with an open period of care by the legal status of the day. The only measure that shows V3 and V4.",
    source=Source("SSDA903", "guide to the return, legal status"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="looked_after or short_breaks",
    breakdown="legal_status",
    because=WITH_STATUS,
    tables=LOOKED_AFTER_TABLES,
    limits="Two statuses open at once: the one that began last, then the highest id. None open: unknown.",
    compare_with="cla_legal_status_pct leaves V3 and V4 out.",
)
LEGAL_STATUS_PCT = Indicator(
    id="cla_legal_status_pct",
    title="Share of children looked after by legal status",
    family=FAMILY,
    definition="Children looked after by the legal status of the day, as a share of all children looked after.",
    source=Source("SSDA903", "guide to the return, legal status"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="looked_after",
    breakdown="legal_status",
    excluded=SHORT_BREAKS_ONLY,
    because=WITH_STATUS,
    tables=LOOKED_AFTER_TABLES,
    compare_with="cla_legal_status_count",
)
S20_COUNT = _number(
    "cla_s20_count",
    "Children accommodated under section 20",
    "Children looked after under a single period of accommodation (V2).",
    where="legal_status = 'V2'",
    because=WITH_STATUS,
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("Children Act 1989, section 20", "SSDA903 guide, legal status V2"),
    tables=LOOKED_AFTER_TABLES,
)
FOSTERING = "placement_type in ('U', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')"
FOSTER_COUNT = _number(
    "cla_foster_count",
    "Children looked after in foster placements",
    "Children looked after who live with foster carers (U1 to U6) on the day.",
    where=FOSTERING,
)
FOSTER_PCT = _share(
    "cla_foster_pct",
    "Share of children looked after in foster placements",
    "Of the children looked after on the day, those who live with foster carers (U1 to U6).",
    met=FOSTERING,
    polarity=Polarity.HIGHER_IS_BETTER,
)
RESIDENTIAL_PCT = _share(
    "cla_residential_pct",
    "Share of children looked after in residential settings",
    "Of the children looked after on the day, those in a children's home, secure home, residential school, hospital, family "
    "centre, custody or, from April 2024, registered supported accommodation.",
    met="placement_type in ('K1', 'K2', 'R1', 'R2', 'R3', 'R5', 'S1')",
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("Local", "grouping of SSDA903 placement types"),
    versions=(
        Version(1, "K1, K2, R1, R2, R3, R5 and S1.", "placement_type in ('K1', 'K2', 'R1', 'R2', 'R3', 'R5', 'S1')"),
        Version(
            2,
            "K3, registered supported accommodation, is in use from April 2024 and belongs to it.",
            "placement_type in ('K1', 'K2', 'K3', 'R1', 'R2', 'R3', 'R5', 'S1')",
            from_=date(2024, 4, 1),
        ),
    ),
    compare_with="cla_residential_count is narrower.",
)
RESIDENTIAL_COUNT = _number(
    "cla_residential_count",
    "Children looked after in residential homes",
    "Children looked after who live in a children's home (K2) or a residential care home (R1) on the day.",
    where="placement_type in ('K2', 'R1')",
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("Local", "sufficiency strategy"),
    limits="Narrower than cla_residential_pct.",
)
OTHER_COMMUNITY_PCT = _share(
    "cla_other_community_pct",
    "Share of children looked after in other community settings",
    "Of the children looked after on the day, those in semi-independent or independent living, residential employment or another "
    "placement.",
    met="placement_type in ('H5', 'P2', 'P3', 'Z1')",
    source=Source("Local", "grouping of SSDA903 placement types"),
    versions=(
        Version(1, "H5, P2, P3 and Z1.", "placement_type in ('H5', 'P2', 'P3', 'Z1')"),
        Version(
            2,
            "H5 and P2 are no longer in use, and Z11 to Z14 stand for Z1, from April 2025.",
            "placement_type in ('P3', 'Z11', 'Z12', 'Z13', 'Z14')",
            from_=date(2025, 4, 1),
        ),
    ),
)
WITH_PARENTS_PCT = _share(
    "cla_placed_with_parents_pct",
    "Share of children looked after placed with parents",
    "Of the children looked after on the day, those placed with their own parents or a person with parental responsibility (P1).",
    met="placement_type = 'P1'",
    polarity=Polarity.LOWER_IS_BETTER,
)
ADOPTERS_COUNT = _number(
    "cla_prospective_adopters_count",
    "Children placed with prospective adopters",
    "Children looked after who are placed for adoption (A3 to A6) on the day.",
    where="placement_type in ('A', 'A3', 'A4', 'A5', 'A6')",
)
OUT_OF_AREA_PCT = _share(
    "cla_out_of_area_pct",
    "Share of children looked after placed outside the area",
    "Of the children looked after on the day, those whose placement lies outside the authority's area.",
    met="not is_placed_in_area",
    because="case when is_placed_in_area then 'placed in the area' when not is_placed_in_area then 'placed outside the area' "
    "else 'where the placement lies is not recorded' end",
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("SSDA903", "guide to the return, location of placement"),
    tables=(*PLACED, "local_placement_area"),
    limits="Needs local_placement_area.csv (placement, in_area). " + IN_DENOMINATOR_ONLY,
)
ALTERNATIVE_FAMILY_PCT = _share(
    "cla_alternative_family_pct",
    "Share of children looked after in an alternative family",
    "Of the children looked after on the day, those who live with foster carers or prospective adopters (U1 to U6, A3 to A6).",
    met=f"{FOSTERING} or placement_type in ('A', 'A3', 'A4', 'A5', 'A6')",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=Source("Local", "grouping of SSDA903 placement types"),
)
AT_HOME = "placement_type = 'P1'"
HOME_ORDERS = Source("Local", "permanence tracker")
HOME_COUNT = _number(
    "home_placements_count",
    "Children under care orders placed at home",
    "Children looked after under an interim or full care order (C1, C2) who are placed with parents (P1) on the day.",
    where=f"{AT_HOME} and legal_status in ('C1', 'C2')",
    because=WITH_STATUS,
    polarity=Polarity.LOWER_IS_BETTER,
    source=HOME_ORDERS,
)
HOME_FULL_COUNT = _number(
    "home_placements_fco_count",
    "Children under full care orders placed at home",
    "Children looked after under a full care order (C2) who are placed with parents (P1) on the day.",
    where=f"{AT_HOME} and legal_status = 'C2'",
    because=WITH_STATUS,
    polarity=Polarity.LOWER_IS_BETTER,
    source=HOME_ORDERS,
)
HOME_INTERIM_COUNT = _number(
    "home_placements_ico_count",
    "Children under interim care orders placed at home",
    "Children looked after under an interim care order (C1) who are placed with parents (P1) on the day.",
    where=f"{AT_HOME} and legal_status = 'C1'",
    because=WITH_STATUS,
    polarity=Polarity.LOWER_IS_BETTER,
    source=HOME_ORDERS,
)
RESIDENTIAL_16_17_COUNT = _number(
    "cla_16_17_residential_count",
    "Children of 16 and 17 in residential or semi-independent settings",
    "Children looked after aged 16 or 17 in a children's home, secure home, residential care home or semi-independent living.",
    where="age in (16, 17) and placement_type in ('H5', 'K1', 'K2', 'R1')",
    polarity=Polarity.LOWER_IS_BETTER,
    source=Source("Local", "delivery plan"),
)
MISSING = Indicator(
    id="missing_episodes_count",
    title="Episodes of children looked after missing or away",
    family=FAMILY,
    definition="Episodes of being missing (M) or away without authorisation (A) that began in the period, of children "
    "looked after on that day.",
    source=Source("SSDA903", "guide to the return, missing episodes"),
    grain="missing_episode",
    counts="episodes",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.LOWER_IS_BETTER,
    population="not short_breaks",
    excluded=SHORT_BREAKS_ONLY,
    because="case type when 'M' then 'missing from ' else 'away from ' end || said(started_on)",
    tables=(*LOOKED_AFTER_TABLES, "missing"),
)
FURTHER_INDICATORS = (
    ALTERNATIVE_FAMILY_PCT,
    HOME_COUNT,
    HOME_FULL_COUNT,
    HOME_INTERIM_COUNT,
    RESIDENTIAL_16_17_COUNT,
    MISSING,
)
INDICATORS = (
    NI62,
    NI63,
    LEGAL_STATUS_COUNT,
    LEGAL_STATUS_PCT,
    S20_COUNT,
    FOSTER_COUNT,
    FOSTER_PCT,
    RESIDENTIAL_PCT,
    RESIDENTIAL_COUNT,
    OTHER_COMMUNITY_PCT,
    WITH_PARENTS_PCT,
    ADOPTERS_COUNT,
    OUT_OF_AREA_PCT,
)
