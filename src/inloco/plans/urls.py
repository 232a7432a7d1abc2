"""Addresses of plans. No address holds a name, a note or anything about a child."""

from __future__ import annotations

import datetime as dt

from django.urls import path, register_converter

from inloco.plans.states import CYCLE_TRANSITIONS
from inloco.plans.views import actions, boards, cycles, findings, imports, outputs, plans

app_name = "plans"


class DayConverter:
    """A day as ``2019-09-17``; anything else is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value.isoformat() if isinstance(value, dt.date) else value


class CycleStepConverter:
    """The name of a transition of a cycle."""

    regex = "|".join(one.name for one in CYCLE_TRANSITIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AskConverter(CycleStepConverter):
    regex = "date|closure"


class DecisionConverter(CycleStepConverter):
    regex = "(?:agree|refuse|withdraw)_(?:date|closure)"


class ReturnStepConverter(CycleStepConverter):
    regex = "return|accept|query"


register_converter(DayConverter, "plan_day")
register_converter(CycleStepConverter, "cycle_step")
register_converter(AskConverter, "plan_ask")
register_converter(DecisionConverter, "plan_decision")
register_converter(ReturnStepConverter, "return_step")

urlpatterns = [
    path("", plans.list_plans, name="list"),
    path("new/", plans.begin, name="begin"),
    path("import/", imports.upload, name="import"),
    path("import/<uuid:reference>/", imports.preview, name="preview"),
    path("import/<uuid:reference>/take/", imports.take_file, name="take"),
    path("import/<uuid:reference>/decide/", imports.decide, name="decide-rows"),
    path("import/<uuid:reference>/discard/", imports.discard, name="discard"),
    path("calendar/", outputs.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", outputs.calendar_feed, name="calendar-feed"),
    path("<slug:slug>/", plans.show, name="show"),
    path("<slug:slug>/describe/", plans.describe, name="describe"),
    path("<slug:slug>/assign/", plans.assign, name="assign"),
    path("<slug:slug>/filters/", plans.save_filter, name="save-filter"),
    path("<slug:slug>/filters/<int:pk>/remove/", plans.remove_filter, name="remove-filter"),
    path("<slug:slug>/objectives/add/", plans.add_objective, name="add-objective"),
    path("<slug:slug>/objectives/<str:number>/", plans.objective, name="objective"),
    path("<slug:slug>/objectives/<str:number>/change/", plans.change_objective, name="change-objective"),
    path("<slug:slug>/actions/add/", plans.add_action, name="add-action"),
    path("<slug:slug>/actions/<int:pk>/", actions.show, name="action"),
    path("<slug:slug>/actions/<int:pk>/update/", actions.update, name="update"),
    path("<slug:slug>/actions/<int:pk>/change/", actions.change, name="change-action"),
    path("<slug:slug>/actions/<int:pk>/date/", actions.ask_date, name="ask-date"),
    path("<slug:slug>/actions/<int:pk>/close/", actions.ask_closure, name="ask-closure"),
    path("<slug:slug>/actions/<int:pk>/reopen/", actions.reopen, name="reopen"),
    path("<slug:slug>/actions/<int:pk>/monitor/", actions.monitor, name="monitor"),
    path("<slug:slug>/actions/<int:pk>/asked/<plan_ask:ask>/<int:ask_pk>/<plan_decision:name>/", actions.decide, name="decide"),
    path("<slug:slug>/actions/<int:pk>/link/", actions.link, name="link"),
    path("<slug:slug>/actions/<int:pk>/link/<int:link_pk>/remove/", actions.unlink, name="unlink"),
    path("<slug:slug>/actions/<int:pk>/measures/add/", actions.add_metric, name="add-metric"),
    path("<slug:slug>/actions/<int:pk>/measures/<int:line_pk>/", actions.metric, name="metric"),
    path("<slug:slug>/actions/<int:pk>/evidence/<int:evidence_pk>/", actions.evidence, name="evidence"),
    path("<slug:slug>/editions/", imports.editions, name="editions"),
    path("<slug:slug>/editions/<int:number>/", imports.edition, name="edition"),
    path("<slug:slug>/findings/", findings.list_findings, name="findings"),
    path("<slug:slug>/findings/waive/", findings.waive, name="waive"),
    path("<slug:slug>/findings/waivers/<int:pk>/withdraw/", findings.withdraw, name="withdraw-waiver"),
    path("<slug:slug>/papers/", outputs.outputs, name="outputs"),
    path("<slug:slug>/papers/<slug:kind>.<slug:format>", outputs.download, name="paper"),
    path("<slug:slug>/papers/objective/<str:number>.<slug:format>", outputs.objective_file, name="objective-file"),
    path("<slug:slug>/summary/", outputs.summary, name="summary"),
    path("<slug:slug>/summary/withdraw/", outputs.withdraw_summary, name="withdraw-summary"),
    path("<slug:slug>/cycles/<plan_day:board_on>/brief.<slug:format>", outputs.brief_file, name="brief-file"),
    path("<slug:slug>/cycles/", cycles.list_cycles, name="cycles"),
    path("<slug:slug>/cycles/<plan_day:board_on>/", cycles.show, name="cycle"),
    path("<slug:slug>/cycles/<plan_day:board_on>/move/", cycles.move, name="move-board"),
    path("<slug:slug>/cycles/<plan_day:board_on>/brief/", cycles.brief, name="brief"),
    path("<slug:slug>/cycles/<plan_day:board_on>/board/", boards.asked, name="board-asked"),
    path("<slug:slug>/cycles/<plan_day:board_on>/my-return/", cycles.my_return, name="my-return"),
    path("<slug:slug>/cycles/<plan_day:board_on>/returns/<int:pk>/", cycles.one_return, name="return"),
    path("<slug:slug>/cycles/<plan_day:board_on>/returns/<int:pk>/<return_step:name>/", cycles.move_return, name="move-return"),
    path("<slug:slug>/cycles/<plan_day:board_on>/step/<cycle_step:name>/", cycles.step, name="cycle-step"),
]
