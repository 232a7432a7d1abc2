"""What the plans app keeps. One action is one record; views, papers and exports hold nothing of their own."""

from inloco.plans.models.action import Action, ActionLink, BragMark, Evidence, ProgressNote
from inloco.plans.models.change import Closure, DateChange
from inloco.plans.models.cycle import BoardAnswer, Cycle, CycleStep, Message, RequestItem, UpdateRequest
from inloco.plans.models.edition import Edition, PlanUpload, SourceRow
from inloco.plans.models.lint import LintCount, LintWaiver
from inloco.plans.models.metric import MetricLine, MetricReading
from inloco.plans.models.plan import CalendarToken, Objective, Plan, PublicSummary, SavedFilter

__all__ = [
    "Action",
    "ActionLink",
    "BoardAnswer",
    "BragMark",
    "CalendarToken",
    "Closure",
    "Cycle",
    "CycleStep",
    "DateChange",
    "Edition",
    "Evidence",
    "LintCount",
    "LintWaiver",
    "Message",
    "MetricLine",
    "MetricReading",
    "Objective",
    "Plan",
    "PlanUpload",
    "ProgressNote",
    "PublicSummary",
    "RequestItem",
    "SavedFilter",
    "SourceRow",
    "UpdateRequest",
]
