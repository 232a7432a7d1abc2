"""The grains of InLoco's own records: what one row of them stands for. No child is behind any, and they belong to the whole
authority: teams have no plan and no board."""

from __future__ import annotations

from collections.abc import Mapping

from inloco.analytics.facts.grain import Grain

WHOLE = {"area": "the authority: plans and boards have no teams"}

PLAN_ACTION_DAY = Grain(
    "plan_action_day",
    "an action of a plan in use, as it stood at the end of a day",
    "on_day",
    {
        "on_day": "the day",
        **WHOLE,
        "action": "the action’s number",
        "plan": "the plan, as in its address",
        "objective": "number of its objective",
        "service": "the accountable service; null for none",
        "view": "live, ongoing or closed",
        "brag": "Blue, Red, Amber, Green or No BRAG",
        "due_on": "end of its timescale; null for none",
        "is_past_due": "that day lies before the day",
    },
    subject="action",
)
PLAN_UPDATE = Grain(
    "plan_update",
    "an update of an action that was asked for and was to be returned in a period",
    "period",
    {
        "period": "the period",
        **WHOLE,
        "request": "the request’s number",
        "plan": "the plan, as in its address",
        "service": "the accountable service; null for none",
        "due_on": "the day by which it was to be returned: two weeks before the board, or as the council has set it",
        "returned_on": "when it was returned; null for not yet",
        "is_on_time": "returned by that day",
        "is_called_off": "the round was called off by that day",
    },
    subject="request",
)
BOARD_SEAT = Grain(
    "board_seat",
    "the seat of a voting member at a meeting of a board in a period",
    "period",
    {
        "period": "the period",
        **WHOLE,
        "seat": "member and meeting, by numbers",
        "body": "the board, as in its address",
        "member_class": "whom the constitution gives the seat to; null where it does not say",
        "held_on": "day of the meeting",
        "presence": "present, substitute, apologies or absent; null where nobody recorded who came",
    },
    subject="seat",
)
RESOLUTION_DAY = Grain(
    "resolution_day",
    "an action or a recommendation that a board has resolved on by a day",
    "on_day",
    {
        "on_day": "the day",
        **WHOLE,
        "resolution": "the resolution’s number",
        "body": "the board, as in its address",
        "resolution_kind": "action or recommendation",
        "resolved_on": "day of the meeting",
        "due_on": "by when; null for no day",
        "closed_on": "when the board closed it; null for not yet, or for a day that nobody recorded",
        "is_open": "the board had not closed it by the end of the day",
        "is_closed_some_day": "closed, and nobody recorded on which day",
    },
    subject="resolution",
)

RECORD_GRAINS: Mapping[str, Grain] = {grain.name: grain for grain in (PLAN_ACTION_DAY, PLAN_UPDATE, BOARD_SEAT, RESOLUTION_DAY)}
