"""The words of plans that are stored: kinds, views, BRAG, precision of dates. Pure, so that readers and rules use them too."""

from __future__ import annotations

from enum import StrEnum


class PlanKind(StrEnum):
    """What sort of plan it is; the care leavers' plan has headings of its own."""

    DELIVERY = "delivery"
    IMPROVEMENT = "improvement"
    EET = "eet"
    CARE_LEAVERS = "care_leavers"

    @property
    def label(self) -> str:
        return {
            PlanKind.DELIVERY: "Delivery plan",
            PlanKind.IMPROVEMENT: "Improvement plan",
            PlanKind.EET: "Education, employment and training plan",
            PlanKind.CARE_LEAVERS: "Care leavers’ plan",
        }[self]


class View(StrEnum):
    """Where an action is shown. Metrics are a view of lines, not of actions."""

    LIVE = "live"
    ONGOING = "ongoing"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {View.LIVE: "Live", View.ONGOING: "Ongoing monitoring", View.CLOSED: "Closed"}[self]


class Brag(StrEnum):
    """The owner's judgement. No judgement is the empty text, a class of its own."""

    BLUE = "Blue"
    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"

    @property
    def meaning(self) -> str:
        return {
            Brag.BLUE: "Done and closed",
            Brag.RED: "Something will affect time, cost or quality",
            Brag.AMBER: "Something may affect time, cost or quality, and is being managed",
            Brag.GREEN: "On course; risks are managed",
        }[self]


class Precision(StrEnum):
    """How exactly a timescale says its end."""

    DAY = "day"
    MONTH = "month"
    RANGE = "range"
    ONGOING = "ongoing"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            Precision.DAY: "A day",
            Precision.MONTH: "A month",
            Precision.RANGE: "A range",
            Precision.ONGOING: "Ongoing",
            Precision.NONE: "No date",
        }[self]


class Origin(StrEnum):
    """Where a word of the record comes from."""

    IMPORT = "import"
    PERSON = "person"
    FIGURE = "figure"
