"""What extracts and reports ask of a person today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.analytics.calendars import first_working_day_after
from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, month_of
from inloco.analytics.snapshots import SnapshotStore
from inloco.data_folder import data_folder
from inloco.performance.models import ExtractUpload, MonthlyReport
from inloco.performance.report_queries import authors_of, reports_at_work, unread_reports
from inloco.performance.states import ReportState, UploadState

SECTION = "Monthly report"


def report_tasks(user: User) -> Iterator[Task]:
    """Uploads to confirm, the extract that is due, commentary, approval, publication, and reports to read."""
    if user.may(Permission.LOAD_EXTRACT):
        yield from _extract_tasks(user)
    for report, missing in reports_at_work() if _works(user) else []:
        yield from _work_on(report, missing, user)
    if user.may(Permission.SEE_PUBLISHED_REPORTS) and not _works(user):
        for report in unread_reports(user):
            yield Task(
                f"Read the report for {report.month.label}",
                reverse("reports:show", args=[report.period]),
                why="New",
                section=SECTION,
            )


def extract_due_on(month: Period) -> date | None:
    """The first working day after the month; None beyond the years whose bank holidays are held."""
    try:
        return first_working_day_after(month.end)
    except WrongUsage:
        return None


def _works(user: User) -> bool:
    return any(
        user.may(one)
        for one in (Permission.PREPARE_REPORT, Permission.WRITE_COMMENTARY, Permission.APPROVE_REPORT, Permission.PUBLISH_REPORT)
    )


def _extract_tasks(user: User) -> Iterator[Task]:
    for upload in ExtractUpload.objects.filter(state=UploadState.CHECKED, uploaded_by=user):
        yield Task(
            "Confirm or discard your upload",
            reverse("extracts:upload-state", args=[upload.reference]),
            why="Checked",
            section=SECTION,
        )
    due = _month_due()
    if due is not None:
        yield Task(f"Load the extract for {due.label}", reverse("extracts:upload"), due=extract_due_on(due), section=SECTION)


def _month_due() -> Period | None:
    """The month after the newest extract, once it has ended; after the demo's or a council's last, not one for each
    month since."""
    latest = SnapshotStore(data_folder()).latest()
    last_ended = month_of(timezone.localdate().replace(day=1) - timedelta(days=1))
    if latest is None or latest.as_at is None:
        return last_ended
    following = month_of(month_of(latest.as_at).end + timedelta(days=1))
    return following if following.end <= last_ended.end else None


def _work_on(report: MonthlyReport, missing: Sequence[str], user: User) -> Iterator[Task]:
    address = reverse("reports:work", args=[report.period])
    month = report.month.label
    due = extract_due_on(report.month)
    match report.condition:
        case ReportState.EXTRACT_DUE if user.may(Permission.PREPARE_REPORT):
            yield Task(f"Begin the report for {month}", address, due=due, why="Its extract is due", section=SECTION)
        case ReportState.EXTRACTED if user.may(Permission.PREPARE_REPORT):
            yield Task(f"Accept the findings for {month}", address, why="Extract loaded", section=SECTION)
        case ReportState.VALIDATED | ReportState.COMPUTED if user.may(Permission.PREPARE_REPORT):
            yield Task(f"Go on with the report for {month}", address, why=report.condition.label, section=SECTION)
        case ReportState.COMMENTARY:
            if missing and user.may(Permission.WRITE_COMMENTARY):
                count = f"{len(missing)} indicator" + ("s" if len(missing) > 1 else "")
                yield Task(f"Write commentary for {month}", address, why=f"Missing for {count}", section=SECTION)
            if not missing and user.may(Permission.APPROVE_REPORT) and user not in authors_of(report):
                yield Task(f"Approve the report for {month}", address, why="Commentary is complete", section=SECTION)
        case ReportState.APPROVED:
            if user.may(Permission.PUBLISH_REPORT) and report.approved_by_id != user.pk and user not in authors_of(report):
                yield Task(f"Publish the report for {month}", address, why="Approved", section=SECTION)
