"""Who may load, undo, write, approve and publish, and when. ``check_can_x`` raises with the reason, ``can_x`` answers.

A missing permission is NotAllowed and says nothing about what exists. A step that is not possible now is NotNow and says why.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import allows, check_has, has
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.analytics.snapshots import SnapshotStore
from inloco.data_folder import data_folder
from inloco.documents.monthly_report import Edition
from inloco.performance import staging
from inloco.performance.models import AcceptedFindings, CommentaryVersion, ExtractUpload, MonthlyReport
from inloco.performance.report_queries import extract_for, missing_commentary, open_findings
from inloco.performance.states import (
    REPORT_TRANSITIONS,
    UPLOAD_TRANSITIONS,
    ReportState,
    UploadState,
    report_transition,
    upload_transition,
)
from inloco.transitions import A_REASON

WORK_ON_REPORTS = (Permission.PREPARE_REPORT, Permission.WRITE_COMMENTARY, Permission.APPROVE_REPORT, Permission.PUBLISH_REPORT)
"""For people with one of these, unpublished reports exist."""


def check_can_load(*, by: User) -> None:
    check_has(by, Permission.LOAD_EXTRACT)


def check_can_undo(*, by: User) -> None:
    check_has(by, Permission.UNDO_LOAD)


def can_undo(*, by: User) -> bool:
    return has(by, Permission.UNDO_LOAD)


def check_can_see_upload(upload: ExtractUpload, *, by: User) -> None:
    """Whoever may load may see what others have staged: two officers share the work."""
    check_has(by, Permission.LOAD_EXTRACT)


def check_can_step(upload: ExtractUpload, name: str, *, by: User) -> None:
    """Whether this person may make this transition of an upload now."""
    transition = upload_transition(name)
    if transition.permission is None:
        raise NotAllowed("Only the background job does this.", action="Wait for it.")
    check_has(by, transition.permission)
    if upload.condition not in transition.sources:
        raise NotNow(f"The upload is now: {upload.condition.label.lower()}.", action="Look at it again.")
    if name in ("check_again", "resume") and upload.condition.is_working and not staging.is_silent(upload, now=timezone.now()):
        raise NotNow("The upload is being worked on.", action="Wait until it is done.")
    if name == "give_day" and not staging.is_day_missing(upload):
        raise NotNow("The upload was not refused for want of a day.", action="Mend the files and upload them again.")
    if name == "confirm":
        _check_nothing_moved(upload)


def can_step(upload: ExtractUpload, name: str, *, by: User) -> bool:
    return allows(lambda: check_can_step(upload, name, by=by))


def possible_steps(upload: ExtractUpload, *, by: User) -> list[str]:
    """The transitions that this person could make now: the page's buttons."""
    return [one.name for one in UPLOAD_TRANSITIONS if one.permission and can_step(upload, one.name, by=by)]


def _check_nothing_moved(upload: ExtractUpload) -> None:
    """The preview must still be true: two people at once would otherwise confirm what neither has seen."""
    if ExtractUpload.objects.filter(state=UploadState.LOADING).exclude(pk=upload.pk).exists():
        raise NotNow("Another extract is being loaded.", action="Wait until it is done, then check this one again.")
    store = SnapshotStore(data_folder())
    former = staging.former_snapshot(store, upload.kind, upload.as_at)
    if (former.id if former else "") != upload.compared_with:
        raise NotNow(
            "Another extract was loaded or undone since this one was checked, so the comparison below is out of date.",
            action="Check this one again, then confirm.",
        )


def check_can_comment(report: MonthlyReport, *, by: User) -> None:
    check_has(by, Permission.WRITE_COMMENTARY)
    if report.condition is not ReportState.COMMENTARY:
        raise NotNow(
            f"Commentary cannot be changed now: the report is “{report.condition.label.lower()}”.",
            action="Ask the person who prepares the report."
            if report.condition is not ReportState.PUBLISHED
            else "Write in the next month's report.",
        )


def can_comment(report: MonthlyReport, *, by: User) -> bool:
    return allows(lambda: check_can_comment(report, by=by))


def check_can_prepare(*, by: User) -> None:
    check_has(by, Permission.PREPARE_REPORT)


def can_choose(report: MonthlyReport, *, by: User) -> bool:
    return allows(lambda: check_can_choose(report, by=by))


def can_prepare(*, by: User) -> bool:
    return has(by, Permission.PREPARE_REPORT)


def check_can_choose(report: MonthlyReport, *, by: User) -> None:
    """The indicators may change until the report is approved."""
    check_has(by, Permission.PREPARE_REPORT)
    if report.condition in (ReportState.APPROVED, ReportState.PUBLISHED):
        raise NotNow("The report has been approved.", action="Ask for it to be returned before changing its indicators.")


def can_see_work(*, by: User) -> bool:
    """Whether unpublished reports exist for this person at all."""
    return any(has(by, permission) for permission in WORK_ON_REPORTS)


def check_can_read(report: MonthlyReport, *, by: User) -> None:
    """Published reports are for everyone who reads reports; unpublished ones for those who work on them."""
    if report.condition is ReportState.PUBLISHED and has(by, Permission.SEE_PUBLISHED_REPORTS):
        return
    if can_see_work(by=by):
        return
    check_has(by, Permission.PREPARE_REPORT)


def edition_for(*, by: User) -> Edition:
    """The edition of a published report that this person reads: the board's own, or the one without small numbers."""
    return Edition.RESTRICTED if has(by, Permission.SEE_RESTRICTED_REPORTS) or can_see_work(by=by) else Edition.PUBLIC


def check_can_read_restricted(*, by: User) -> None:
    if edition_for(by=by) is not Edition.RESTRICTED:
        check_has(by, Permission.SEE_RESTRICTED_REPORTS)


def check_can_begin(report: MonthlyReport, name: str, *, by: User) -> None:
    """Permission and state of a transition, before what must be true for it: enough to work towards it."""
    transition = report_transition(name)
    check_has(by, transition.needed)
    if report.condition not in transition.sources:
        raise NotNow(
            f"The report is “{report.condition.label.lower()}”.", action="Look at it again: somebody may have moved it on."
        )


def check_can_make(report: MonthlyReport, name: str, *, by: User, reason: str = "") -> None:
    """Whether this person may make this transition of the report now: permission, then state, then what must be true."""
    check_can_begin(report, name, by=by)
    for guard in report_transition(name).guards:
        GUARDS[guard](report, by, reason)


def can_make(report: MonthlyReport, name: str, *, by: User) -> bool:
    """Whether the step is open to this person, a reason still to be given."""
    return allows(lambda: check_can_make(report, name, by=by, reason="to be given"))


def open_steps(report: MonthlyReport, *, by: User) -> list[tuple[str, str]]:
    """The steps that this person's permission and the state allow, each with what still stands in its way (empty: nothing)."""
    steps = []
    for transition in REPORT_TRANSITIONS:
        if report.condition in transition.sources and transition.permission and has(by, transition.permission):
            try:
                check_can_make(report, transition.name, by=by, reason="to be given")
                steps.append((transition.name, ""))
            except UserError as obstacle:
                steps.append((transition.name, str(obstacle)))
    return steps


def _extract_is_there(report: MonthlyReport, by: User, reason: str) -> None:
    if extract_for(report.month) is None:
        raise NotNow(
            f"No extract or submitted figures for {report.month.label} are loaded.", action="Load the month's extract first."
        )


def _extract_stands(report: MonthlyReport, by: User, reason: str) -> None:
    newest = extract_for(report.month)
    if newest is None or newest.id != report.snapshot:
        raise NotNow(
            "The extract behind this report was undone, or a newer one of the month was loaded.",
            action="Start again from the newest extract; commentary is kept.",
        )


def _findings_are_accepted(report: MonthlyReport, by: User, reason: str) -> None:
    accepted = set(AcceptedFindings.objects.filter(report=report, snapshot=report.snapshot).values_list("kind", flat=True))
    left = [kind.check for kind in open_findings(report) if kind.check not in accepted]
    if left:
        raise NotNow(f"{len(left)} kinds of warnings are not accepted yet.", action="Accept each by name, or mend the extract.")


def _commentary_is_complete(report: MonthlyReport, by: User, reason: str) -> None:
    missing = missing_commentary(report)
    if missing:
        raise NotNow(
            f"Commentary is missing for {len(missing)} of {len(report.indicators)} indicators.",
            action="Write it, or leave the indicators out.",
        )


def _wrote_none(who: str) -> Callable[[MonthlyReport, User, str], None]:
    def guard(report: MonthlyReport, by: User, reason: str) -> None:
        if CommentaryVersion.objects.filter(commentary__report=report, author=by).exists():
            raise NotNow(f"You wrote commentary in this report, so somebody else {who} it.", action="Ask a colleague.")

    return guard


def _did_not_approve(report: MonthlyReport, by: User, reason: str) -> None:
    if report.approved_by_id == by.pk:
        raise NotNow("You approved this report, so somebody else publishes it.", action="Ask a colleague.")


def _reason_is_given(report: MonthlyReport, by: User, reason: str) -> None:
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why, so that the others know what to change.")


GUARDS: dict[str, Callable[[MonthlyReport, User, str], None]] = {
    "an extract or submitted figures for the month are loaded": _extract_is_there,
    "each kind of warning is accepted by name": _findings_are_accepted,
    "the extract is still the newest of its month": _extract_stands,
    "every chosen indicator has a commentary": _commentary_is_complete,
    "the approver wrote none of the commentary": _wrote_none("approves"),
    "the publisher wrote none of the commentary": _wrote_none("publishes"),
    "the publisher did not approve the report": _did_not_approve,
    A_REASON: _reason_is_given,
}
"""What the words of the table mean. A test holds the two together."""
