"""The long parts of loading and reporting, done by the worker. Every job may be killed at any moment and started again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pyarrow.parquet as pq
from django.utils import timezone
from django_tasks import task

from inloco.analytics.errors import UserError
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from inloco.data_folder import data_folder
from inloco.performance import staging
from inloco.performance.actions import uploads
from inloco.performance.models import ExtractUpload
from inloco.performance.queries import figure_book
from inloco.performance.states import NotNow, UploadState

log = logging.getLogger(__name__)


@task()
def check_upload(reference: str) -> None:
    """Check the staged files and keep the preview; the upload ends as checked, refused or failed."""
    upload = ExtractUpload.objects.get(reference=reference)
    if upload.condition is not UploadState.RECEIVED:
        return
    uploads.move(upload, UploadState.CHECKING, {"stage": "Reading the files"})
    try:
        state, changes = _checked(upload)
    except UserError as refused:
        state, changes = UploadState.REFUSED, {"problem": str(refused)}
    except Exception as fault:
        state, changes = UploadState.FAILED, {"problem": _fault(fault, upload)}
    _finish(upload, UploadState.CHECKING, state, changes)


@task()
def load_upload(reference: str) -> None:
    """Write the checked snapshot and compute its figures; the upload ends as loaded or failed. The same job twice writes once."""
    upload = ExtractUpload.objects.get(reference=reference)
    if upload.condition is not UploadState.LOADING:
        return
    report = _progress(upload)
    try:
        report("Writing the snapshot", 0.05)
        staged = staging.checked_store(upload).open(upload.snapshot)
        snapshot = SnapshotStore(data_folder()).write(
            staged.kind,
            staged.as_at,
            {table: pq.read_table(staged.path(table)) for table in staged.tables},
            staged.findings,
            staged.sources,
            staged.counts,
        )
        report("Computing the figures", 0.3)
        _compute(report)
    except UserError as refused:
        _finish(upload, UploadState.LOADING, UploadState.FAILED, {"problem": str(refused)})
        return
    except Exception as fault:
        _finish(upload, UploadState.LOADING, UploadState.FAILED, {"problem": _fault(fault, upload)})
        return
    _finish(upload, UploadState.LOADING, UploadState.LOADED, {"snapshot": snapshot.id, "problem": ""})
    staging.clear(upload)


@task()
def clear_staging() -> None:
    """Daily: nothing that was only staged stays for long."""
    uploads.forget_old(today=timezone.localdate())


def _checked(upload: ExtractUpload) -> tuple[UploadState, dict[str, object]]:
    staging.checked_store(upload).sweep()
    report = _progress(upload)
    files = sorted(staging.files_of(upload).iterdir())
    mine = staging.checked_store(upload)
    result = load(files, store=mine, as_at=upload.as_at, progress=lambda stage, share: report(stage, share * 0.8))
    staging.keep_findings(upload, result.findings)
    changes: dict[str, object] = {"kind": result.kind, "counts": _counts(result)}
    if result.refused or result.snapshot is None:
        return UploadState.REFUSED, changes
    report("Comparing with the extract before", 0.85)
    store = SnapshotStore(data_folder())
    former = staging.former_snapshot(store, result.kind, result.snapshot.as_at)
    same = store.with_content(result.snapshot.content)
    if same is not None and not store.is_withdrawn(same.id):
        raise NotNow("This extract is loaded already.", action="There is nothing to do; discard the upload.")
    staging.keep_preview(
        upload,
        staging.Preview(
            result.tables,
            former.id if former else "",
            tuple(mine.compare(former, result.snapshot)) if former else (),
            staging.movements(former, result.snapshot) if former else None,
        ),
    )
    return UploadState.CHECKED, changes | {"snapshot": result.snapshot.id, "compared_with": former.id if former else "", "as_at": result.snapshot.as_at}


def _counts(result) -> dict[str, int]:
    from inloco.analytics.findings import counted

    return result.snapshot.counts if result.snapshot is not None else counted(result.findings)


def _compute(report: Callable[[str, float], None]) -> None:
    """Have the book compute what is new, so that the first page after a load is as quick as any."""
    book = figure_book()
    latest = book.latest_period()
    if latest is not None:
        book.figures(periods=[latest])
    report("Figures computed", 0.98)


def _progress(upload: ExtractUpload) -> Callable[[str, float], None]:
    """Note the stage and the share done, at most twice a second: a page that asks sees it, the database is left alone."""
    last = {"stage": "", "at": 0.0}

    def note(stage: str, share: float) -> None:
        now = time.monotonic()
        if stage == last["stage"] and now - float(last["at"]) < 0.5:
            return
        last.update(stage=stage, at=now)
        ExtractUpload.objects.filter(pk=upload.pk).update(stage=stage[:200], progress=max(0.0, min(share, 1.0)), heard_at=timezone.now())

    return note


def _finish(upload: ExtractUpload, source: UploadState, target: UploadState, changes: dict[str, object]) -> None:
    """Note the end, unless the job was taken for dead meanwhile and somebody else decided otherwise."""
    ExtractUpload.objects.filter(pk=upload.pk, state=source).update(
        state=target, heard_at=timezone.now(), progress=1 if target in {UploadState.CHECKED, UploadState.LOADED} else 0, stage="", **changes
    )


def _fault(fault: Exception, upload: ExtractUpload) -> str:
    """What a person is told of a fault of ours: its kind only, since its text may quote a child's record."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("upload %s stopped: %s at %s", upload.reference, type(fault).__name__, where)
    return f"Something went wrong in InLoco itself ({type(fault).__name__}). Nothing was changed. Try again; if it happens again, report it."
