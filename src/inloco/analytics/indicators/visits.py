"""Seeing the child: statutory visits, interviews after being missing, and checks between reviews."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.indicators.placements import FAMILY as PLACEMENTS
from inloco.analytics.indicators.placements import PLACED
from inloco.analytics.indicators.reviews import FAMILY as REVIEWS

LONG_ENOUGH = "days >= 56"
"""Eight weeks: a shorter time between two meetings needs no check in the middle."""

VISITS_IN_TIME = Indicator(
    id="statutory_visits_in_time_pct",
    title="Statutory visits to children looked after in time",
    family=PLACEMENTS,
    definition="Of the visits that fell due in the period, those made by their due day.",
    source=Source("Statutory visits", "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28"),
    grain="visit",
    counts="visits",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks",
    met="is_in_time",
    excluded=SHORT_BREAKS_ONLY,
    because="'due by ' || said(due_on) || ', visited ' || said(visited_on)",
    tables=(*PLACED, "cla_visits", "cla_reviews"),
    example="Placed on Monday 1 July 2019: the first visit is due by 8 July. Visited on 8 July, the next is due by 19 August.",
    limits="A week after the start of a placement; then 6 weeks from each visit; after the first year 3 months where the "
    "placement "
    "is meant to last (U1, U4); at home under an interim care order weekly until the first review, then 4 weeks; a week after "
    "a full care order made at home. The weekly visits until parents have been assessed are not asked for: the dataset does "
    "not say when the assessment was complete. A visit that is not made is one late visit until the next is made.",
)
RETURN_INTERVIEWS = Indicator(
    id="return_interview_72h_pct",
    title="Interviews within 72 hours of a child's return",
    family=PLACEMENTS,
    definition="Of the episodes of being missing or away that ended in the period, those with an interview within three days of "
    "the child's return.",
    source=Source("Missing children", "statutory guidance on children who run away or go missing from home or care, 2014"),
    grain="missing_end",
    counts="episodes",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks",
    met="is_in_time",
    excluded=SHORT_BREAKS_ONLY,
    because="'back on ' || said(ended_on) || ', interviewed ' || said(interviewed_on)",
    tables=(*LOOKED_AFTER_TABLES, "missing", "local_return_interview"),
    example="Back on Friday 2 August 2019: an interview on Monday 5 August is in time, one on 6 August is not.",
    limits="Needs local_return_interview.csv: the dataset says whether an interview was offered and accepted, not when it "
    "was held. "
    "Days have no hours here: 72 hours are three days. A refused interview stays in the denominator.",
    compare_with="missing_episodes_count counts the episodes that began in the period.",
)


def _monitored(id: str, title: str, kind: str, between: str, tables: tuple[str, ...]) -> Indicator:
    return Indicator(
        id=id,
        title=title,
        family=REVIEWS,
        definition=f"Of the times between two {between} that ended in the period and lasted eight weeks or more, those in which "
        "somebody checked on the case.",
        source=Source("Local", "monitoring by reviewing officers between meetings"),
        grain="monitoring_interval",
        counts="times between two meetings",
        unit=Unit.PERCENT,
        basis=Basis.OVER_PERIOD,
        polarity=Polarity.HIGHER_IS_BETTER,
        population=f"kind = '{kind}' and {LONG_ENOUGH}",
        met="monitored_on is not null",
        excluded={"less than eight weeks": f"kind = '{kind}' and not ({LONG_ENOUGH})"},
        because="'from ' || said(from_on) || ' to ' || said(held_on) || ', checked ' || said(monitored_on)",
        tables=tables,
        limits="Needs local_monitoring.csv. A check on the day of a meeting is not between two. 100% is not the aim: some "
        "cases need "
        "no check.",
    )


MONITORING_CLA = _monitored(
    "mid_point_monitoring_cla_pct", "Checks between reviews of children looked after", "review", "reviews",
    (*LOOKED_AFTER_TABLES, "cla_reviews", "local_monitoring"),
)  # fmt: skip
MONITORING_CP = _monitored(
    "mid_point_monitoring_cp_pct", "Checks between protection conferences", "conference", "conferences",
    ("person", "cp_plans", "cp_reviews", "initial_cp_conference", "local_monitoring"),
)  # fmt: skip
INDICATORS = (VISITS_IN_TIME, RETURN_INTERVIEWS, MONITORING_CLA, MONITORING_CP)
