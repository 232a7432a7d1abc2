"""The report pages: how far a report is, what each person can do next, and how commentary is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.urls import reverse
from markdown_it import MarkdownIt
from markupsafe import Markup

from inloco.analytics.book import FigureBook
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, months_to
from inloco.documents.building import STANDARD_REPORT
from inloco.performance.models import Commentary, MonthlyReport
from inloco.performance.states import ReportState, report_transition
from inloco.web.process import Stage, Step

STATE_TAGS = {
    ReportState.EXTRACT_DUE: "grey",
    ReportState.EXTRACTED: "light-blue",
    ReportState.VALIDATED: "light-blue",
    ReportState.COMPUTED: "light-blue",
    ReportState.COMMENTARY: "yellow",
    ReportState.APPROVED: "blue",
    ReportState.PUBLISHED: "green",
}
DONE = {
    "record_extract": "The report uses the loaded extract.",
    "accept_findings": "The findings were accepted.",
    "compute": "The figures were computed.",
    "open_commentary": "Commentary can be written now.",
    "approve": "The report was approved.",
    "return_to_commentary": "The report was returned for changes.",
    "take_extract_again": "The report starts again from the newest extract. Commentary was kept.",
    "publish": "The report is being published.",
}
FORMATS = {"pdf": "PDF", "html": "Web page", "ods": "Spreadsheet (ODS)", "xlsx": "Spreadsheet (XLSX)"}
TAGS_OF_COMMENTARY = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "h5", "blockquote"}


@dataclass(frozen=True)
class CommentaryRow:
    """One indicator of the report with its commentary."""

    indicator: Indicator
    commentary: Commentary | None

    @property
    def is_written(self) -> bool:
        return self.commentary is not None and bool(self.commentary.text)


@dataclass(frozen=True)
class Facts:
    """What a writer wants before the eyes: the figure of the month and the twelve before."""

    months: tuple[tuple[Period, Figure | None], ...]

    @property
    def headline(self) -> Figure | None:
        return self.months[-1][1]


def stages(report: MonthlyReport) -> list[Stage]:
    """Every state in order: done, current or to come."""
    order = list(ReportState)
    reached = order.index(report.condition)
    listed = []
    for number, state in enumerate(order):
        if number < reached or report.condition is ReportState.PUBLISHED:
            listed.append(Stage(state.label, "Done", "green"))
        elif number == reached:
            listed.append(Stage(state.label, "Now", "blue"))
        else:
            listed.append(Stage(state.label, "To come", "grey"))
    return listed


def steps(open_steps: Sequence[tuple[str, str]]) -> list[Step]:
    listed = []
    for name, obstacle in open_steps:
        transition = report_transition(name)
        listed.append(Step(name, transition.label, obstacle, transition.asks_reason))
    return listed


def step_words(name: str) -> str:
    """The words of a step in the report's history."""
    return "Start the report" if name == "start" else report_transition(name).label


def commentary_rows(report: MonthlyReport) -> list[CommentaryRow]:
    """The chosen indicators in the report's order, one query for all commentary."""
    written = {one.indicator: one for one in report.commentaries.select_related("written_by")}
    return [CommentaryRow(CATALOGUE[one], written.get(one)) for one in report.indicators if one in CATALOGUE]


def facts(book: FigureBook, indicator: Indicator, month: Period) -> Facts:
    """The authority's thirteen months as known at the month's end."""
    months = months_to(month)
    authority = book.areas.authority
    series: Sequence[Figure | None] = [None] * len(months)
    if authority is not None:
        series = book.series(indicator.id, authority.id, months, as_known=month.end)
    return Facts(tuple(zip(months, series, strict=True)))


def markdown(text: str) -> Markup:
    """Commentary as HTML: paragraphs, lists, emphasis and links; nothing that runs, nothing from elsewhere."""
    made = MarkdownIt("commonmark", {"html": False}).disable("image").render(text)
    for level in (3, 2, 1):
        made = made.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return Markup(nh3.clean(made, tags=TAGS_OF_COMMENTARY, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}))


def next_address(report: MonthlyReport, indicator: str, missing: Sequence[str]) -> str:
    """After saving: the next indicator without commentary, else the work page."""
    after = report.indicators[report.indicators.index(indicator) + 1 :]
    for one in after:
        if one in missing:
            return reverse("reports:commentary", args=[report.month, one])
    return reverse("reports:work", args=[report.month])


def first_choice(last: MonthlyReport | None, latest: Period | None) -> dict[str, Any]:
    """What the form for a new report begins with: the newest month, and the report before it or the standard one."""
    return {"period": str(latest) if latest else "", "indicators": last.indicators if last else list(STANDARD_REPORT)}


def downloads(period: str, *, restricted: bool, public: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Edition in words, with each format's words and address."""
    editions = [("restricted", "Restricted edition")] * restricted + [("public", "Public edition")] * public
    return [
        (words, [(label, reverse(f"reports:download-{edition}", args=[period, format])) for format, label in FORMATS.items()])
        for edition, words in editions
    ]
