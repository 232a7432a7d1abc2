"""Which reports and extracts, for pages, tasks and policies: what is missing, what was published, what is known now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from inloco.accounts.models import User
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.loading import SUBMITTED_TABLE
from inloco.analytics.periods import Period, month_of, months_to, parse_period
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.data_folder import data_folder
from inloco.documents.building import build_monthly_report
from inloco.documents.monthly_report import Commentary as Remark
from inloco.documents.monthly_report import Edition, Stamp
from inloco.documents.monthly_report import MonthlyReport as Content
from inloco.performance.models import Commentary, CommentaryVersion, MonthlyReport, PublishedReport, ReportReading
from inloco.performance.queries import figure_book
from inloco.performance.states import ReportState

MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class KindOfFinding:
    """All warnings of one check: how many, and one of them to show."""

    check: str
    count: int
    first: Finding


def choosable() -> list[tuple[str, str]]:
    """The indicators that a report can hold, with their titles: all but breakdowns, which stand on the pages of their own."""
    return [(one.id, one.title) for one in CATALOGUE.values() if not one.breakdown]


def extract_for(month: Period) -> Snapshot | None:
    """Where the month's figures come from: its newest extract, else the newest set of submitted figures that reaches
    the month."""
    store = SnapshotStore(data_folder())
    extracts = [one for one in store.extracts() if one.as_at is not None and month.start <= one.as_at <= month.end]
    if extracts:
        return extracts[-1]
    for submitted in reversed(store.list("submitted")):
        if str(month) in submitted.read(SUBMITTED_TABLE, ["period"]).column("period").unique().to_pylist():
            return submitted
    return None


def months_to_report(today: date) -> list[Period]:
    """The months that a report can be started for, newest first: those with figures, and those that ended since."""
    store = SnapshotStore(data_folder())
    found = {str(month_of(one.as_at)) for one in store.extracts() if one.as_at is not None}
    for submitted in store.list("submitted"):
        periods = submitted.read(SUBMITTED_TABLE, ["period"]).column("period").unique().to_pylist()
        found |= {one for one in periods if MONTH.fullmatch(one)}
    ended = months_to(month_of(today), 2)[0]
    newest = max(found, default=str(ended))
    found |= {str(one) for one in months_to(ended) if str(one) > newest} | {str(ended)}
    started = set(MonthlyReport.objects.values_list("period", flat=True))
    return [parse_period(one) for one in sorted(found - started, reverse=True)]


def open_findings(report: MonthlyReport) -> list[KindOfFinding]:
    """The kinds of warnings in the report's snapshot, the most frequent first."""
    if not report.snapshot:
        return []
    found = [one for one in SnapshotStore(data_folder()).open(report.snapshot).findings if one.severity is not Severity.INFO]
    counts = Counter(one.check for one in found)
    first = {one.check: one for one in reversed(found)}
    return [KindOfFinding(check, count, first[check]) for check, count in counts.most_common()]


def reports_at_work() -> list[tuple[MonthlyReport, list[str]]]:
    """The reports that are not published, newest first, each with its indicators without commentary, in one query."""
    said = FilteredRelation("commentaries", condition=~Q(commentaries__text=""))
    rows = MonthlyReport.objects.exclude(state=ReportState.PUBLISHED).annotate(said=said, written=F("said__indicator"))
    written: dict[MonthlyReport, set[str]] = {}
    for report in rows:
        written.setdefault(report, set()).add(report.written or "")
    return [(report, [one for one in report.indicators if one not in found]) for report, found in written.items()]


def missing_commentary(report: MonthlyReport) -> list[str]:
    """The chosen indicators without commentary, in the report's order."""
    written = set(report.commentaries.exclude(text="").values_list("indicator", flat=True))
    return [one for one in report.indicators if one not in written]


def commentary_for(period: Period, *, published_only: bool = True) -> dict[str, list[Commentary]]:
    """The commentary of the month's report by indicator; none while it is unpublished, unless asked for."""
    found = Commentary.objects.filter(report__period=str(period)).exclude(text="").select_related("written_by", "report")
    if published_only:
        found = found.filter(report__state=ReportState.PUBLISHED)
    by_indicator: dict[str, list[Commentary]] = {}
    for one in found:
        if one.indicator in one.report.indicators:
            by_indicator.setdefault(one.indicator, []).append(one)
    return by_indicator


def published_report_json(period: Period) -> str | None:
    """The month's report exactly as it was frozen; None when it is not published."""
    found = PublishedReport.objects.filter(report__period=str(period)).first()
    return found.text if found else None


def authors_of(report: MonthlyReport) -> list[User]:
    """Everyone who wrote a wording of any commentary, whether it stands or not."""
    return list(User.objects.filter(pk__in=CommentaryVersion.objects.filter(commentary__report=report).values("author")))


def report_content(
    report: MonthlyReport,
    *,
    edition: Edition = Edition.RESTRICTED,
    published_at: datetime | None = None,
    published_by: User | None = None,
) -> Content:
    """The report as data, with the figures that its extract knew and the commentary as it stands. Without a
    publisher: a draft."""
    snapshot = SnapshotStore(data_folder()).open(report.snapshot)
    return build_monthly_report(
        figure_book(),
        report.month,
        report.indicators,
        commentary=_remarks(report),
        edition=edition,
        stamp=Stamp(snapshot.id, snapshot.as_at, snapshot.loaded_at, published_at, published_by.name if published_by else ""),
        as_known=report.month.end,
    )


def _remarks(report: MonthlyReport) -> Mapping[str, list[Remark]]:
    found = commentary_for(report.month, published_only=False)
    return {
        indicator: [Remark(one.written_by.name if one.written_by else "", one.text, one.written_at) for one in written]
        for indicator, written in found.items()
    }


def definitions_of(report: MonthlyReport) -> dict[str, int]:
    """The version of each chosen indicator's definition that governs the month."""
    return {one: version_on(one, report.month.end) for one in report.indicators}


def version_on(indicator: str, day: date) -> int:
    versions = CATALOGUE[indicator].versions
    return max((one.number for one in versions if one.from_ is None or one.from_ <= day), default=1)


def unread_reports(reader: User) -> list[MonthlyReport]:
    """The newest published report, unless this person has opened it: one never read long ago is no task of today."""
    opened = Exists(ReportReading.objects.filter(report=OuterRef("pk"), reader=reader))
    newest = MonthlyReport.objects.filter(state=ReportState.PUBLISHED).annotate(opened=opened).order_by("-period").first()
    return [newest] if newest is not None and not newest.opened else []
