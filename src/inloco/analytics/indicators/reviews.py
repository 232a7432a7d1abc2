"""Reviews of looked-after children: in time, held, and with the child's part in them. Child-based and review-based never mix."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

FAMILY = "Reviews"
REGULATION_33 = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33"
TABLES = ("person", "cla_episodes", "legal_status", "cla_reviews")

NI66 = Indicator(
    id="ni66_cla_reviews_in_time_pct",
    title="Children looked after whose reviews were all held in time",
    family=FAMILY,
    definition="Of the children looked after on the day with a review due from 1 April to the day, those whose every such review "
    "was held on or before its due day.",
    source=Source("NI 66", REGULATION_33),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after and reviews_due_in_year > 0",
    met="reviews_late_in_year = 0",
    excluded={"no review due in the year to date": "looked_after and reviews_due_in_year = 0", **SHORT_BREAKS_ONLY},
    because="case when reviews_late_in_year = 0 then reviews_due_in_year || ' due, all held in time' "
    "else reviews_late_in_year || ' of ' || reviews_due_in_year || ' late; the first was due on ' "
    "|| said(first_late_review_on) end",
    tables=TABLES,
    example="Looked after from Monday 15 April 2019: the first review is due by Thursday 16 May 2019, 20 working days on.",
    limits="One late review fails the child. Due days are computed: first 20 working days from the start, second 3 months after "
    "the first was held, later ones 6 months after the last was held. They do not move off Sundays and bank holidays. A review "
    "due on the day and not held by it is late. Where the visible history begins later than the period of care, the first "
    "visible review only sets the next due day; so it does where the first review was due more than a year before the extract's "
    "oldest.",
    compare_with="cla_reviews_in_time_pct counts reviews, not children: never compare the two.",
)
REVIEWS_IN_TIME = Indicator(
    id="cla_reviews_in_time_pct",
    title="Reviews of children looked after held in time",
    family=FAMILY,
    definition="Of the reviews held in the period, those held on or before their due day.",
    source=Source("Local", REGULATION_33),
    grain="review",
    counts="reviews",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks and has_due_day",
    met="is_in_time",
    excluded={
        "due day not known: the history before it is not in the extract": "not short_breaks and not has_due_day",
        **SHORT_BREAKS_ONLY,
    },
    because="'held on ' || said(held_on) || ', due by ' || said(due_on)",
    tables=TABLES,
    limits="A review that was due and has not been held is not in this measure; NI 66 has it.",
    compare_with="ni66_cla_reviews_in_time_pct counts children.",
)
REVIEWS_HELD = Indicator(
    id="cla_reviews_held_count",
    title="Reviews of children looked after held",
    family=FAMILY,
    definition="Reviews held in the period. Two on one day are one; cancelled and undated ones are none.",
    source=Source("SSDA903", "guide to the return, reviews"),
    grain="review",
    counts="reviews",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="not short_breaks",
    excluded=SHORT_BREAKS_ONLY,
    because="'held on ' || said(held_on)",
    tables=TABLES,
    limits="A review on the day of ceasing counts.",
)
PARTICIPATION = Indicator(
    id="cla_review_participation_pct",
    title="Reviews in which the child took part",
    family=FAMILY,
    definition="Of the reviews held in the period of children aged 4 or over on the day, those in which the child took part "
    "(PN1 to PN6).",
    source=Source("SSDA903", "guide to the return, participation in reviews"),
    grain="review",
    counts="reviews",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not short_breaks and age >= 4 and coalesce(participation, '') <> 'PN0'",
    met="participation in ('PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6')",
    excluded={
        "under 4 on the day of the review": "not short_breaks and age < 4",
        "recorded as under 4 (PN0)": "not short_breaks and age >= 4 and participation = 'PN0'",
        "date of birth not known": "not short_breaks and age is null",
        **SHORT_BREAKS_ONLY,
    },
    because="'held on ' || said(held_on) || ', participation ' || coalesce(participation, 'not recorded')",
    tables=TABLES,
    limits="A review without a code stays in the denominator: missing data is a result.",
)
REVIEWS_LATE = Indicator(
    id="cla_reviews_late_count",
    title="Children looked after with a late review",
    family=FAMILY,
    definition="Children looked after on the day of whom a review due from 1 April to the day was late or is missing.",
    source=NI66.source,
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="looked_after and reviews_late_in_year > 0",
    because=NI66.because,
    tables=TABLES,
    limits="Those who are not met in ni66_cla_reviews_in_time_pct. Reasons come with the records of reviews.",
    compare_with="ni66_cla_reviews_in_time_pct",
)
NO_PARTICIPATION = Indicator(
    id="cla_review_no_participation_count",
    title="Reviews in which the child took no part",
    family=FAMILY,
    definition="Reviews held in the period of children aged 4 or over on the day who neither came nor gave views (PN7).",
    source=PARTICIPATION.source,
    grain="review",
    counts="reviews",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.LOWER_IS_BETTER,
    population="not short_breaks and age >= 4 and participation = 'PN7'",
    because="'held on ' || said(held_on)",
    tables=TABLES,
    limits="A child who came and said nothing (PN4) took part; a review without a code is in neither number.",
    compare_with="cla_review_participation_pct",
)
FURTHER_INDICATORS = (REVIEWS_LATE, NO_PARTICIPATION)
INDICATORS = (NI66, REVIEWS_IN_TIME, REVIEWS_HELD, PARTICIPATION)
