"""From a browser's files to a snapshot: receive, confirm, discard, undo, restore. Background jobs do the long parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.analytics.snapshots import SnapshotStore, storage_refused
from inloco.audit.actions import record
from inloco.data_folder import data_folder
from inloco.performance import policies, staging
from inloco.performance.intake import Sent, take_in
from inloco.performance.jobs import Job, ask_for
from inloco.performance.models import ExtractUpload, Withdrawal
from inloco.performance.states import UploadState, upload_transition

KEPT_FOR = timedelta(days=7)
"""Staged files that nobody confirmed are children's data lying about: after a week they go."""


def receive(*, files: Iterable[Sent], as_at: date | None, reference: UUID, by: User) -> ExtractUpload:
    """Stage the files and have them checked. The same ``reference`` twice (a form sent twice) is the same upload.

    Raises InputRefused or StorageRefused; then nothing is kept.
    """
    policies.check_can_load(by=by)
    if (there := ExtractUpload.objects.filter(reference=reference).first()) is not None:
        policies.check_can_see_upload(there, by=by)
        return there
    upload = ExtractUpload(reference=reference, uploaded_by=by, as_at=as_at)
    _claim(upload)
    try:
        upload.files = take_in(files, staging.files_of(upload))
        with transaction.atomic():
            upload.save()
            record("extract_received", by=by, detail={"upload": str(reference), "files": len(upload.files), "as_at": _iso(as_at)})
            ask_for(Job.CHECK_UPLOAD, str(upload.reference))
            ask_for(Job.CLEAR_STAGING)
    except BaseException:
        staging.clear(upload)
        raise
    return upload


@transaction.atomic
def check_again(*, upload: ExtractUpload, by: User) -> None:
    """Forget what the check found and check the same files anew."""
    _step(upload, "check_again", by=by)
    staging.keep_problem(upload, "")
    record("extract_checked_again", by=by, detail={"upload": str(upload.reference)})
    ask_for(Job.CHECK_UPLOAD, str(upload.reference))


@transaction.atomic
def give_day(*, upload: ExtractUpload, as_at: date, by: User) -> None:
    """Say which day the files show, where they do not say so themselves, and have them checked again."""
    _step(upload, "give_day", by=by, as_at=as_at)
    staging.keep_problem(upload, "")
    staging.forget_day_missing(upload)
    record("extract_day_given", by=by, detail={"upload": str(upload.reference), "as_at": _iso(as_at)})
    ask_for(Job.CHECK_UPLOAD, str(upload.reference))


@transaction.atomic
def confirm(*, upload: ExtractUpload, by: User) -> None:
    """Have the checked snapshot written. Refused when anything was loaded or undone since the check, or is being loaded now."""
    _step(upload, "confirm", by=by, confirmed_by=by, confirmed_at=timezone.now())
    record("extract_confirmed", by=by, detail={"upload": str(upload.reference), "as_at": _iso(upload.as_at)})
    ask_for(Job.LOAD_UPLOAD, str(upload.reference))


@transaction.atomic
def resume(*, upload: ExtractUpload, by: User) -> None:
    """Go on with a load whose job was killed."""
    _step(upload, "resume", by=by)
    ask_for(Job.LOAD_UPLOAD, str(upload.reference))


@transaction.atomic
def discard(*, upload: ExtractUpload, by: User) -> None:
    """Remove the files and everything the check kept. What is loaded is not touched."""
    _step(upload, "discard", by=by, counts={})
    record("extract_discarded", by=by, detail={"upload": str(upload.reference)})
    transaction.on_commit(lambda: staging.clear(upload))


@transaction.atomic
def withdraw(*, snapshot: str, reason: str, by: User) -> Withdrawal:
    """Undo a load: every figure is computed from the snapshot before it, until somebody restores it. Published reports stay."""
    policies.check_can_undo(by=by)
    store = SnapshotStore(data_folder())
    found = store.open(snapshot)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why this extract is to be left out.")
    if Withdrawal.objects.filter(snapshot=found.id, restored_at__isnull=True).exists() or store.is_withdrawn(found.id):
        raise NotNow("This extract has been undone already.", action="Look at the list again.")
    withdrawal = Withdrawal.objects.create(snapshot=found.id, as_at=found.as_at, reason=reason.strip(), withdrawn_by=by)
    record("extract_undone", by=by, detail={"snapshot": found.id, "reason": reason.strip()})
    store.withdraw(found.id)
    return withdrawal


@transaction.atomic
def restore(*, snapshot: str, by: User) -> None:
    """Bring an undone snapshot back."""
    policies.check_can_undo(by=by)
    store = SnapshotStore(data_folder())
    found = store.open(snapshot)
    if not store.is_withdrawn(found.id):
        raise NotNow("This extract has not been undone.", action="Look at the list again.")
    Withdrawal.objects.filter(snapshot=found.id, restored_at__isnull=True).update(restored_by=by, restored_at=timezone.now())
    record("extract_restored", by=by, detail={"snapshot": found.id})
    store.restore(found.id)


def forget_old(*, today: date) -> int:
    """Clear the folders of uploads that ended, or that nobody confirmed for a week. Returns how many were cleared."""
    ended = {UploadState.LOADED, UploadState.DISCARDED}
    cleared = 0
    for upload in ExtractUpload.objects.all():
        age = today - upload.uploaded_at.date()
        if upload.condition in ended and upload.folder.exists():
            staging.clear(upload)
            cleared += 1
        elif (
            upload.condition not in ended
            and age > KEPT_FOR
            and (not upload.condition.is_working or staging.is_silent(upload, now=timezone.now()))
        ):
            changed = ExtractUpload.objects.filter(pk=upload.pk, state=upload.state).update(
                state=UploadState.DISCARDED, counts={}, changed_at=timezone.now()
            )
            if changed:
                staging.clear(upload)
                cleared += 1
    known = {str(reference) for reference in ExtractUpload.objects.values_list("reference", flat=True)}
    folder = data_folder() / "staging"
    for stray in folder.iterdir() if folder.is_dir() else ():
        if stray.name not in known and today - date.fromtimestamp(stray.stat().st_mtime) > timedelta(days=1):
            staging.remove(stray)
            cleared += 1
    return cleared


def _claim(upload: ExtractUpload) -> None:
    """The private folder, made by this request alone: of a form sent twice at the same moment, one is received."""
    try:
        upload.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        upload.folder.mkdir(mode=0o700)
    except FileExistsError:
        raise NotNow("This form is being received already.", action="Look at the list of extracts.") from None
    except OSError as trouble:
        raise storage_refused(trouble) from trouble


def _step(upload: ExtractUpload, name: str, *, by: User, **changes: Any) -> None:
    """Make one transition, or refuse. Of two people at once exactly one succeeds: the row changes only from the
    state that was seen."""
    policies.check_can_step(upload, name, by=by)
    transition = upload_transition(name)
    move(upload, transition.target, changes)


def move(upload: ExtractUpload, target: UploadState, changes: Mapping[str, Any]) -> None:
    """Change the state as one conditional write and read the row again. NotNow when somebody else was quicker."""
    changed = ExtractUpload.objects.filter(pk=upload.pk, state=upload.state).update(
        state=target, changed_at=timezone.now(), **changes
    )
    upload.refresh_from_db()
    if not changed:
        raise NotNow(
            "Somebody else was quicker.", action=f"The upload is now: {upload.condition.label.lower()}. Look at it again."
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
