"""Protection conferences: how many, who took part, which were late, and what follows them."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.indicators.protection import CONFERENCES, NI67, PLAN_TABLES

LOCAL = Source("Local", "annual report of the reviewing officers")
MEETING_TABLES = ("person", "cp_plans", "cp_reviews", "initial_cp_conference")
SAME_MEETING = {"counted with a brother or sister at the same meeting": "not is_first"}
HELD = "kind || ' conference held on ' || said(held_on)"

ICPC_COUNT = Indicator(
    id="icpc_count",
    title="Initial protection conferences held",
    family=CONFERENCES,
    definition="Children's initial protection conferences held in the period.",
    source=Source("Children in need census", "initial child protection conferences"),
    grain="conference",
    counts="children's conferences",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="true",
    because="'held on ' || said(held_on)",
    tables=("person", "initial_cp_conference"),
    example="A meeting about three brothers is three children's conferences.",
    limits="Children, not meetings; conferences on children who came from another authority count.",
    compare_with="conferences_held_count counts meetings, initial and review.",
)
CONFERENCES_HELD = Indicator(
    id="conferences_held_count",
    title="Protection conferences held",
    family=CONFERENCES,
    definition="Meetings held in the period, initial and review conferences together.",
    source=LOCAL,
    grain="meeting",
    counts="meetings",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="is_first",
    excluded=SAME_MEETING,
    because=HELD,
    tables=MEETING_TABLES,
    example="A meeting about three brothers is one conference.",
    limits="Children of one meeting are told by its id; without one each child's conference is a meeting. It belongs to the "
    "team of "
    "the first child.",
    compare_with="icpc_count counts children, and initial conferences only.",
)
CONFERENCES_A_MONTH = Indicator(
    id="conferences_per_month_avg",
    title="Protection conferences a month",
    family=CONFERENCES,
    definition="Meetings held in the period, divided by its months.",
    source=LOCAL,
    grain="meeting",
    counts="meetings",
    unit=Unit.AVERAGE,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.NEUTRAL,
    population="is_first",
    total="1",
    per_month=True,
    excluded=SAME_MEETING,
    because=HELD,
    tables=MEETING_TABLES,
    example="2,811 conferences from April to March are 234.3 a month.",
    limits="A year that is not over is divided by its months so far; a week counts as a month.",
    compare_with="conferences_held_count",
)
LATE_REVIEWS = Indicator(
    id="rcpc_late_children_count",
    title="Protection plans with a late review conference",
    family=CONFERENCES,
    definition="Protection plans open on the day for 3 months or more of which a review conference due from 1 April to the "
    "day was "
    "late or is missing.",
    source=NI67.source,
    grain="plan_month",
    counts="plans",
    unit=Unit.COUNT,
    basis=Basis.YEAR_TO_DATE,
    polarity=Polarity.LOWER_IS_BETTER,
    population="is_open_3_months and conferences_late_in_year > 0",
    because=NI67.because,
    tables=NI67.tables,
    limits="Those who are not met in ni67_cp_reviewed_in_time_pct. Reasons come with the records of conferences.",
    compare_with="ni67_cp_reviewed_in_time_pct",
)
CORE_GROUPS = Indicator(
    id="core_group_10wd_pct",
    title="First core groups within 10 working days",
    family=CONFERENCES,
    definition="Of the protection plans whose first core group was due in the period, those with one by the 10th working "
    "day after "
    "the initial conference.",
    source=Source("Working Together to Safeguard Children 2018", "core groups"),
    grain="core_group",
    counts="plans",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="true",
    met="is_in_time",
    because="'due by ' || said(due_on) || ', held ' || said(held_on)",
    tables=(*PLAN_TABLES, "initial_cp_conference", "local_core_group"),
    example="Conference on Thursday 1 August 2019: a core group on 15 August is in time.",
    limits="Needs local_core_group.csv: the dataset has no core groups. A plan belongs to the period of its due day; one "
    "that ended "
    "before it is left out.",
)


def _part(id: str, title: str, definition: str, where: str, polarity: Polarity) -> Indicator:
    return Indicator(
        id=id,
        title=title,
        family=CONFERENCES,
        definition=definition,
        source=LOCAL,
        grain="conference_part",
        counts="children's conferences",
        unit=Unit.COUNT,
        basis=Basis.OVER_PERIOD,
        polarity=polarity,
        population=where,
        because="'conference on ' || said(held_on)",
        tables=("person", "local_conference_attendance"),
        limits="Needs local_conference_attendance.csv: the dataset does not say what part a child had in a conference.",
    )


ATTENDED = _part(
    "cp_child_attended_count", "Children who came to their conference",
    "Children's conferences held in the period to which the child came.", "part = 'attended'", Polarity.HIGHER_IS_BETTER,
)  # fmt: skip
VIEWS = _part(
    "cp_child_views_count", "Children who stayed away but gave their views",
    "Children's conferences held in the period to which the child did not come but gave views.", "part = 'views'",
    Polarity.HIGHER_IS_BETTER,
)  # fmt: skip
NO_VIEWS = _part(
    "cp_child_no_views_count", "Children who neither came nor gave their views",
    "Children's conferences held in the period to which the child neither came nor gave views.", "part = 'none'",
    Polarity.LOWER_IS_BETTER,
)  # fmt: skip
FORMS = _part(
    "cp_consultation_forms_count", "Consultation forms completed before conferences",
    "Children's conferences held in the period before which a consultation form was filled in.", "has_form",
    Polarity.HIGHER_IS_BETTER,
)  # fmt: skip
INDICATORS = (
    ICPC_COUNT,
    CONFERENCES_HELD,
    CONFERENCES_A_MONTH,
    LATE_REVIEWS,
    CORE_GROUPS,
    ATTENDED,
    VIEWS,
    NO_VIEWS,
    FORMS,
)
