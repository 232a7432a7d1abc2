"""A month's report from start to publication. Every step is one row that says who, when and why; publishing freezes the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import InLocoError, NotNow
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period, PeriodKind
from inloco.audit.actions import record
from inloco.documents.monthly_report import Edition, as_json
from inloco.performance import policies
from inloco.performance.jobs import Job, ask_for
from inloco.performance.models import (
    AcceptedFindings,
    Commentary,
    CommentaryVersion,
    MonthlyReport,
    PublicEdition,
    PublishedReport,
    ReportReading,
    ReportStep,
)
from inloco.performance.queries import figure_book
from inloco.performance.report_queries import definitions_of, extract_for, open_findings, report_content
from inloco.performance.states import ReportState, report_transition

LONGEST = 10_000
"""Characters of one commentary: about two pages."""


class CommentaryChanged(InLocoError):
    """Somebody saved another wording meanwhile. ``theirs`` is what stands now; nothing was written and nothing is lost."""

    def __init__(self, theirs: Commentary) -> None:
        self.theirs = theirs
        super().__init__("Somebody else has changed this commentary since you opened it.")


def start(*, period: Period, indicators: Sequence[str], by: User) -> MonthlyReport:
    """Begin the report of a month with the indicators chosen."""
    policies.check_can_prepare(by=by)
    if period.kind is not PeriodKind.MONTH:
        raise NotNow("A monthly report is for one month.", action="Write the month as 2019-08.")
    chosen = _chosen(indicators)
    try:
        with transaction.atomic():
            report = MonthlyReport.objects.create(period=str(period), indicators=chosen, started_by=by)
            ReportStep.objects.create(report=report, transition="start", target=report.state, by=by)
            record("report_started", by=by, detail={"period": report.period, "indicators": len(chosen)})
    except IntegrityError:
        raise NotNow(f"The report for {period.label} has been started already.", action="Open it from the list.") from None
    return report


@transaction.atomic
def choose_indicators(*, report: MonthlyReport, indicators: Sequence[str], by: User) -> None:
    """Change which indicators the report holds. Commentary on one that is left out is kept and comes back with it."""
    report = _locked(report)
    policies.check_can_choose(report, by=by)
    report.indicators = _chosen(indicators)
    report.save(update_fields=["indicators"])
    if report.condition is ReportState.COMMENTARY:
        _make_room(report)
    record("report_indicators_chosen", by=by, detail={"period": report.period, "indicators": len(report.indicators)})


@transaction.atomic
def record_extract(*, report: MonthlyReport, by: User) -> MonthlyReport:
    """Pin the report to the snapshot that the month's figures come from."""
    return _step(report, "record_extract", by=by, changes={"snapshot": _extract_id(report)})


@transaction.atomic
def take_extract_again(*, report: MonthlyReport, reason: str, by: User) -> MonthlyReport:
    """Go back to the newest extract of the month. Commentary stays; approval does not."""
    return _step(
        report,
        "take_extract_again",
        by=by,
        reason=reason,
        changes={"snapshot": _extract_id(report), "approved_by": None, "approved_at": None},
    )


@transaction.atomic
def accept_findings(*, report: MonthlyReport, notes: Mapping[str, str], by: User) -> MonthlyReport:
    """Accept the kinds of warnings named in ``notes`` (check → why it is all right). The step is made once none is left;
    until then the acceptances are kept, so that several people can each accept what they know of. Refused when
    nothing is named."""
    report = _locked(report)
    policies.check_can_begin(report, "accept_findings", by=by)
    accepted = set(AcceptedFindings.objects.filter(report=report, snapshot=report.snapshot).values_list("kind", flat=True))
    open_kinds = [kind for kind in open_findings(report) if kind.check not in accepted]
    chosen = [kind for kind in open_kinds if kind.check in notes]
    for kind in chosen:
        AcceptedFindings.objects.create(
            report=report,
            snapshot=report.snapshot,
            kind=kind.check,
            count=kind.count,
            note=notes[kind.check].strip(),
            accepted_by=by,
        )
        record("report_finding_accepted", by=by, detail={"period": report.period, "check": kind.check, "count": kind.count})
    if chosen and len(chosen) < len(open_kinds):
        return report
    return _step(report, "accept_findings", by=by)


def compute(*, report: MonthlyReport, by: User) -> MonthlyReport:
    """Compute the figures of the month from the pinned snapshot. Refused where none of the chosen indicators has one."""
    policies.check_can_make(report, "compute", by=by)
    figures = figure_book().figures(ids=report.indicators, periods=[report.month], as_known=report.month.end)
    if all(one.value is None and one.denominator != 0 for one in figures):
        raise NotNow(
            "None of the chosen indicators has a figure for the month.", action="Choose others, or load a fuller extract."
        )
    with transaction.atomic():
        return _step(report, "compute", by=by)


@transaction.atomic
def open_commentary(*, report: MonthlyReport, by: User) -> MonthlyReport:
    """Ask for commentary on every chosen indicator."""
    report = _step(report, "open_commentary", by=by)
    _make_room(report)
    return report


@transaction.atomic
def write_commentary(*, report: MonthlyReport, indicator: str, text: str, based_on: int, by: User) -> Commentary:
    """Save a wording. ``based_on`` is the version that the writer saw; if another stands by now, CommentaryChanged is raised."""
    report = _locked(report)
    policies.check_can_comment(report, by=by)
    if indicator not in report.indicators:
        raise NotNow("This indicator is not in the report.", action="Choose one from the report's list.")
    wording = text.strip().replace("\r\n", "\n")
    if not wording:
        raise NotNow("The commentary is empty.", action="Say what the figures show and what is done about it.")
    if len(wording) > LONGEST:
        raise NotNow(f"The commentary is longer than {LONGEST:,} characters.", action="Shorten it.")
    commentary = Commentary.objects.get(report=report, indicator=indicator)
    if commentary.number == based_on and commentary.text == wording:
        return commentary
    now = timezone.now()
    changed = Commentary.objects.filter(pk=commentary.pk, number=based_on).update(
        number=F("number") + 1, text=wording, written_by=by, written_at=now
    )
    commentary.refresh_from_db()
    if not changed:
        raise CommentaryChanged(commentary)
    CommentaryVersion.objects.create(commentary=commentary, number=commentary.number, text=wording, author=by, at=now)
    record("commentary_written", by=by, detail={"period": report.period, "indicator": indicator, "version": commentary.number})
    return commentary


@transaction.atomic
def approve(*, report: MonthlyReport, by: User) -> MonthlyReport:
    return _step(report, "approve", by=by, changes={"approved_by": by, "approved_at": timezone.now()})


@transaction.atomic
def return_to_commentary(*, report: MonthlyReport, reason: str, by: User) -> MonthlyReport:
    return _step(report, "return_to_commentary", by=by, reason=reason, changes={"approved_by": None, "approved_at": None})


@transaction.atomic
def ask_to_publish(*, report: MonthlyReport, by: User) -> MonthlyReport:
    """Have the report published by a background job, since making its files takes a while. The same checks as ``publish``."""
    now = _locked(report)
    policies.check_can_make(now, "publish", by=by)
    if now.is_being_published:
        raise NotNow("The report is being published already.", action="Wait until it is done.")
    now.publishing_since, now.publishing_problem = timezone.now(), ""
    now.save(update_fields=["publishing_since", "publishing_problem"])
    ask_for(Job.PUBLISH_REPORT, now.period, by.pk)
    return now


def publish(*, report: MonthlyReport, by: User) -> PublishedReport:
    """Freeze the report: its whole content with the hash, once and for ever.

    The content is made before the write lock is taken; if the report was returned and approved again meanwhile,
    nothing is published.
    """
    report.refresh_from_db()
    policies.check_can_make(report, "publish", by=by)
    seen: datetime | None = report.approved_at
    now = timezone.now()
    content = as_json(report_content(report, published_at=now, published_by=by)).encode()
    with transaction.atomic():
        if _locked(report).approved_at != seen:
            raise NotNow("The report was changed while it was being published.", action="Look at it again, then publish.")
        report = _step(report, "publish", by=by, changes={"publishing_since": None, "publishing_problem": ""})
        published = PublishedReport.objects.create(
            report=report,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            snapshot=report.snapshot,
            definitions=definitions_of(report),
            published_by=by,
            published_at=now,
        )
        record(
            "report_published", by=by, detail={"period": report.period, "sha256": published.sha256, "snapshot": report.snapshot}
        )
    return published


def freeze_public_edition(*, published: PublishedReport) -> PublicEdition:
    """Decide what the public may see of a published report, and freeze it. Once made, it stays.

    Made only while the same figures and words come out as were published; otherwise NotNow, and there is no public edition.
    """
    there: PublicEdition | None = PublicEdition.objects.filter(published=published).first()
    if there is not None:
        return there
    report = published.report
    as_published = partial(report_content, report, published_at=published.published_at, published_by=published.published_by)
    if as_json(as_published()) != published.text:
        raise NotNow(
            "The figures have changed since the report was published, so its public edition cannot be made.",
            action="Publish the public edition of the next report.",
        )
    content = as_json(as_published(edition=Edition.PUBLIC)).encode()
    with transaction.atomic():
        made, created = PublicEdition.objects.get_or_create(
            published=published, defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest()}
        )
        if created:
            record("public_edition_made", by=published.published_by, detail={"period": report.period, "sha256": made.sha256})
    return made


def note_reading(*, report: MonthlyReport, by: User) -> None:
    """That this person opened the published report. Once is enough."""
    if report.condition is ReportState.PUBLISHED:
        ReportReading.objects.get_or_create(report=report, reader=by)


STEPS: dict[str, Any] = {
    "record_extract": record_extract,
    "accept_findings": accept_findings,
    "compute": compute,
    "open_commentary": open_commentary,
    "approve": approve,
    "return_to_commentary": return_to_commentary,
    "take_extract_again": take_extract_again,
    "publish": ask_to_publish,
}
"""The action behind each transition."""


def _chosen(indicators: Sequence[str]) -> list[str]:
    """The indicators in the catalogue's order, each once."""
    unknown = [one for one in indicators if one not in CATALOGUE]
    if unknown:
        raise NotNow(f"“{unknown[0][:60]}” is not an indicator.", action="Choose from the list.")
    chosen = [one for one in CATALOGUE if one in set(indicators)]
    if not chosen:
        raise NotNow("No indicator is chosen.", action="Choose at least one.")
    return chosen


def _extract_id(report: MonthlyReport) -> str:
    found = extract_for(report.month)
    return found.id if found else ""


def _locked(report: MonthlyReport) -> MonthlyReport:
    """The row as it is now, held until the transaction ends (SQLite's transactions hold everything)."""
    return MonthlyReport.objects.select_for_update().get(pk=report.pk)


def _make_room(report: MonthlyReport) -> None:
    there = set(report.commentaries.values_list("indicator", flat=True))
    Commentary.objects.bulk_create(Commentary(report=report, indicator=one) for one in report.indicators if one not in there)


def _step(
    report: MonthlyReport, name: str, *, by: User, reason: str = "", changes: Mapping[str, Any] | None = None
) -> MonthlyReport:
    """Make one transition and leave its row. Of two people at once one succeeds; the other reads what happened."""
    now = _locked(report)
    policies.check_can_make(now, name, by=by, reason=reason)
    transition = report_transition(name)
    source = now.state
    now.state = transition.target
    for field, value in (changes or {}).items():
        setattr(now, field, value)
    now.save(update_fields=["state", *(changes or {})])
    ReportStep.objects.create(
        report=now, transition=name, source=source, target=now.state, by=by, reason=reason.strip(), snapshot=now.snapshot
    )
    record(f"report_{name}", by=by, detail={"period": now.period, "from": source, "to": now.state})
    return now
