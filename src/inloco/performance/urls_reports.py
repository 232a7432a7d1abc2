"""Addresses of the monthly reports."""

from __future__ import annotations

from django.urls import path, register_converter

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, PeriodKind, parse_period
from inloco.performance.states import REPORT_TRANSITIONS
from inloco.performance.views import published, reports

app_name = "reports"


class MonthConverter:
    """A month as ``2019-08``; anything else is no page."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> Period:
        try:
            period = parse_period(value)
        except WrongUsage as unreadable:
            raise ValueError(value) from unreadable
        if period.kind is not PeriodKind.MONTH:
            raise ValueError(value)
        return period

    def to_url(self, value: Period | str) -> str:
        return str(value)


class StepConverter:
    """The name of a transition of a report."""

    regex = "|".join(transition.name for transition in REPORT_TRANSITIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "report_month")
register_converter(StepConverter, "report_step")

urlpatterns = [
    path("", reports.list_reports, name="list"),
    path("start/", reports.start, name="start"),
    path("<report_month:period>/", published.show, name="show"),
    path("<report_month:period>/page/<slug:key>/", published.page, name="page"),
    path("<report_month:period>/known-now/", published.known_now, name="known-now"),
    path("<report_month:period>/work/", reports.work, name="work"),
    path("<report_month:period>/indicators/", reports.indicators, name="indicators"),
    path("<report_month:period>/draft/", reports.draft, name="draft"),
    path("<report_month:period>/commentary/<slug:indicator>/", reports.commentary, name="commentary"),
    path("<report_month:period>/step/<report_step:name>/", reports.step, name="step"),
    path("<report_month:period>/restricted.<slug:format>", published.download, name="download-restricted"),
    path("<report_month:period>/public.<slug:format>", published.download_public, name="download-public"),
]
