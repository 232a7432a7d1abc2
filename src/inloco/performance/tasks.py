"""The long parts of loading and reporting, done by the worker. Every job may be killed at any moment and started again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone
from django_tasks import task

from inloco.accounts.models import User
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import NotNow, UserError, WrongUsage
from inloco.analytics.findings import counted
from inloco.analytics.loading import load
from inloco.analytics.public_book import PublicBook
from inloco.analytics.snapshot_differences import differences
from inloco.analytics.snapshots import CHILD_LEVEL_KINDS, Snapshot, SnapshotStore
from inloco.audit.actor import acting
from inloco.children.register import register
from inloco.data_folder import data_folder
from inloco.documents.measures import keep_history
from inloco.documents.monthly_report import Edition
from inloco.performance import after_load, rendered, restated, staging
from inloco.performance.actions import reports, uploads
from inloco.performance.models import ExtractUpload, MonthlyReport, PublishedReport
from inloco.performance.movements import movements
from inloco.performance.queries import figure_book
from inloco.performance.states import ReportState, UploadState
from inloco.performance.with_load import recorded_until

log = logging.getLogger(__name__)

EXPLAINED = 3
"""So many of the newest published reports are compared with every new extract; older ones change no more."""


@task()
def check_upload(reference: str) -> None:
    """Check the staged files and keep the preview; the upload ends as checked, refused or failed."""
    upload = ExtractUpload.objects.get(reference=reference)
    if upload.condition is not UploadState.RECEIVED:
        return
    with acting(upload.uploaded_by):
        uploads.move(upload, UploadState.CHECKING, {})
        try:
            state, changes = _checked(upload)
        except WrongUsage as refused:
            state, changes = UploadState.REFUSED, {}
            staging.keep_problem(upload, str(refused))
            if upload.as_at is None:
                staging.keep_day_missing(upload)
        except UserError as refused:
            state, changes = UploadState.REFUSED, {}
            staging.keep_problem(upload, str(refused))
        except Exception as fault:
            state, changes = UploadState.FAILED, {}
            staging.keep_problem(upload, _fault(fault, f"upload {upload.reference}"))
        _finish(upload, UploadState.CHECKING, state, changes)


@task()
def load_upload(reference: str) -> None:
    """Write the checked snapshot and compute its figures; the upload ends as loaded or failed. The same job twice writes once."""
    upload = ExtractUpload.objects.get(reference=reference)
    if upload.condition is not UploadState.LOADING:
        return
    with acting(upload.confirmed_by):
        try:
            snapshot = _written(upload)
        except UserError as refused:
            staging.keep_problem(upload, str(refused))
            _finish(upload, UploadState.LOADING, UploadState.FAILED, {})
        except Exception as fault:
            staging.keep_problem(upload, _fault(fault, f"upload {upload.reference}"))
            _finish(upload, UploadState.LOADING, UploadState.FAILED, {})
        else:
            _finish(upload, UploadState.LOADING, UploadState.LOADED, {"snapshot": snapshot.id})
            staging.clear(upload)
            explain_published.enqueue()
            after_load.tell()


@task()
def publish_report(period: str, publisher: int) -> None:
    """Freeze an approved report and render its files. What stands in the way is said on the report's page."""
    report = MonthlyReport.objects.get(period=period)
    by = User.objects.get(pk=publisher)
    with acting(by):
        try:
            rendered.render_all(reports.publish(report=report, by=by))
            make_public_edition.enqueue(period)
            return
        except UserError as refused:
            problem = str(refused)
        except Exception as fault:
            problem = _fault(fault, f"report {period}")
        MonthlyReport.objects.filter(period=period, state=ReportState.APPROVED).update(
            publishing_since=None, publishing_problem=problem
        )


@task(priority=-10)
def make_public_edition(period: str) -> None:
    """Freeze and render the public edition of a published report."""
    published = PublishedReport.objects.select_related("report", "published_by").get(report__period=period)
    with acting(published.published_by):
        try:
            reports.freeze_public_edition(published=published)
        except UserError as refused:
            log.warning("no public edition of report %s: %s", period, refused.what)
            return
        rendered.render_all(published, Edition.PUBLIC)


@task()
def explain_published() -> None:
    """Work out why figures of the newest published reports would differ today, so that their pages only read it."""
    book = figure_book()
    for published in PublishedReport.objects.select_related("report")[:EXPLAINED]:
        restated.explain(published, rendered.content_of(published), book)


@task()
def compute_figures() -> None:
    """Keep what pages read, where an upgrade or a change of the settings has made other figures of it."""
    _compute(lambda stage, share: None)
    after_load.tell()


@task()
def clear_staging() -> None:
    """Nothing that was only staged stays for long. Asked for with every upload."""
    uploads.forget_old(today=timezone.localdate())


def _written(upload: ExtractUpload) -> Snapshot:
    """The checked snapshot in the store, exactly as it was previewed, with what is recorded here; and its figures computed."""
    report = _progress(upload)
    report("Writing the snapshot", 0.05)
    staged = staging.checked_store(upload).open(upload.snapshot)
    snapshot = SnapshotStore(data_folder()).write(
        staged.kind,
        staged.as_at,
        {table: pq.read_table(staged.path(table)) for table in staged.tables},
        staged.findings,
        staged.sources,
        staged.counts,
        staged.since,
        recorded_until(staged.as_at) if staged.as_at is not None and staged.kind in CHILD_LEVEL_KINDS else None,
    )
    report("Computing the figures", 0.3)
    _compute(lambda stage, share: report(stage, 0.3 + 0.68 * share))
    return snapshot


def _checked(upload: ExtractUpload) -> tuple[UploadState, dict[str, object]]:
    staging.checked_store(upload).sweep()
    report = _progress(upload)
    files = sorted(staging.files_of(upload).iterdir())
    mine = staging.checked_store(upload)
    result = load(files, store=mine, as_at=upload.as_at, progress=lambda stage, share: report(stage, share * 0.8))
    staging.keep_findings(upload, result.findings)
    changes: dict[str, object] = {
        "kind": result.kind,
        "counts": result.snapshot.counts if result.snapshot else counted(result.findings),
    }
    if result.refused or result.snapshot is None:
        return UploadState.REFUSED, changes
    report("Comparing with the extract before", 0.85)
    store = SnapshotStore(data_folder())
    former = staging.former_snapshot(store, result.snapshot.kind, result.snapshot.as_at)
    same = store.with_content(result.snapshot.content)
    if same is not None and not store.is_withdrawn(same.id):
        raise NotNow("This extract is loaded already.", action="There is nothing to do; discard the upload.")
    between = movements(former, result.snapshot) if former else None
    staging.keep_preview(
        upload,
        staging.Preview(
            result.tables,
            former.id if former else "",
            tuple(differences(former, result.snapshot)) if former else (),
            *(between or (None, {})),
        ),
    )
    return UploadState.CHECKED, changes | {
        "snapshot": result.snapshot.id,
        "compared_with": former.id if former else "",
        "as_at": result.snapshot.as_at,
    }


def _compute(report: Callable[[str, float], None]) -> None:
    """Have the book compute what is new, so that the first page after a load is as quick as any."""
    book = FigureBook(data_folder())
    book.warm(lambda stage, share: report(stage, 0.6 * share))
    keep_history(book)
    register()
    if settings.PAGES_WAIT:  # else a page decides for itself
        report("Withholding small numbers", 0.65)
        PublicBook(book).keep()


def _progress(upload: ExtractUpload) -> Callable[[str, float], None]:
    """Note the stage and the share done, at most twice a second; a file that a page reads, so that the database is left alone."""
    last_stage, last_at = "", 0.0

    def note(stage: str, share: float) -> None:
        nonlocal last_stage, last_at
        now = time.monotonic()
        if stage == last_stage and now - last_at < 0.5:
            return
        last_stage, last_at = stage, now
        staging.note_progress(upload, stage, share)

    return note


def _finish(upload: ExtractUpload, source: UploadState, target: UploadState, changes: dict[str, object]) -> None:
    """Note the end, unless the job was taken for dead meanwhile and somebody else decided otherwise."""
    ExtractUpload.objects.filter(pk=upload.pk, state=source).update(state=target, changed_at=timezone.now(), **changes)


def _fault(fault: Exception, what: str) -> str:
    """What a person is told of a fault of ours: its kind only, since its text may quote a child's record."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("%s stopped: %s at %s", what, type(fault).__name__, where)
    return f"Something went wrong in InLoco itself ({type(fault).__name__}). Try again; if it happens again, report it."
