"""Delivery plans: how their actions stand, and whether people report on them in time. Counted from the plans kept here."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

FAMILY = "Delivery plan and board"
LIVE = "view = 'live'"
PLANS = ("record_action", "record_action_state")
AS_KNOWN = (
    "A month is counted as the plan stood at its end: the BRAG, the date and the view that the last change until then had "
    "left. Before a plan was first kept here there is no figure. Several plans are counted together, "
    "unless figures are split by plan."
)

ACTIONS_BY_BRAG = Indicator(
    id="plan_actions_brag_count",
    title="Delivery plan actions by rating",
    family=FAMILY,
    definition="Live actions of the delivery plans on the day, by the rating that the person responsible has given. No rating "
    "is a class of its own.",
    source=Source("Local", "the council's rules for its delivery plan"),
    grain="plan_action_day",
    counts="actions",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population=LIVE,
    breakdown="brag",
    tables=PLANS,
    example="Three live actions, of which one was made Red on 2 September: on 31 August it counts as what it was before.",
    limits=AS_KNOWN + " A Blue action is live until the board closes it. The rating is a judgement, not computed: what its "
    "date says is plan_actions_overdue_count.",
)
ACTIONS_OVERDUE = Indicator(
    id="plan_actions_overdue_count",
    title="Delivery plan actions past their date",
    family=FAMILY,
    definition="Live actions of the delivery plans that are not Blue and whose timescale ended before the day.",
    source=Source("Local", "the council's rules for its delivery plan"),
    grain="plan_action_day",
    counts="actions",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population=f"{LIVE} and brag <> 'Blue' and is_past_due",
    excluded={"it is Blue": f"{LIVE} and brag = 'Blue' and is_past_due"},
    tables=PLANS,
    example="Due on 31 August 2019: not overdue on that day, overdue on 30 September, unless it is Blue or has another date "
    "by then.",
    limits=AS_KNOWN + " An action without a date is never overdue. A date that was moved counts from the day on which the new "
    "one was agreed: what was overdue before stays so in the months before.",
)
UPDATES_ON_TIME = Indicator(
    id="plan_updates_on_time_pct",
    title="Action updates returned two weeks before the board",
    family=FAMILY,
    definition="Of the updates of actions that were asked for and were to be returned in the period, those returned by that day.",
    source=Source("Local", "the council's rules for its delivery plan: two weeks before the board"),
    grain="plan_update",
    counts="updates",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="not is_called_off",
    met="is_on_time",
    excluded={"the round was called off": "is_called_off"},
    tables=("record_update",),
    example="A board on 16 September 2019: updates were to be returned by 2 September. Returned on that day is in time; the "
    "round belongs to September.",
    limits="One update is one action in one person's request: who answers for four actions and returns them late counts four "
    "times. The day is the round's own, by the council's setting when it was planned. What was returned in time and sent back "
    "with a query stays in time. A period without a round is 0 of 0.",
)

INDICATORS = [ACTIONS_BY_BRAG, ACTIONS_OVERDUE, UPDATES_ON_TIME]
