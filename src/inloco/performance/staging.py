"""What the check of an upload found, kept in the upload's own folder until it is loaded, discarded or forgotten.

The preview answers what a person must know before confirming: what is in it, what changed since the extract before,
what is wrong.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from inloco.analytics.findings import Finding, Severity
from inloco.analytics.snapshot_differences import TableDifference
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.data_folder import data_folder
from inloco.performance.models import ExtractUpload
from inloco.performance.movements import Movements, Who

SILENCE = timedelta(minutes=5)
"""A job that has said nothing for so long was killed: its upload may be checked again."""


@dataclass(frozen=True)
class Progress:
    """What the job is doing and the share done, 0 to 1."""

    stage: str = "Waiting for the worker"
    share: float = 0.0

    @property
    def percent(self) -> int:
        return round(self.share * 100)


@dataclass(frozen=True)
class Preview:
    """Everything the confirmation page shows, besides the findings."""

    tables: dict[str, int]
    former: str
    differences: tuple[TableDifference, ...]
    movements: Movements | None
    who: Who = field(default_factory=dict)


def files_of(upload: ExtractUpload) -> Path:
    """Where the files lie as they were sent."""
    return upload.folder / "files"


class StagingStore(SnapshotStore):
    """A store of the upload's own: the snapshot as it will be, seen by nobody else. What it is checked against is
    what is loaded."""

    def __init__(self, root: Path, folder: Path) -> None:
        super().__init__(root)
        self.folder = folder
        self._loaded = SnapshotStore(root)

    def list(self, kind: str | None = None) -> list[Snapshot]:
        return self._loaded.list(kind)


def checked_store(upload: ExtractUpload) -> StagingStore:
    return StagingStore(data_folder(), upload.folder / "checked")


def keep_findings(upload: ExtractUpload, findings: Iterable[Finding]) -> None:
    _write(upload.folder / "findings.json", [finding.as_dict() for finding in findings])


def findings_of(upload: ExtractUpload) -> list[Finding]:
    """Every finding of the check, errors first; none once the folder has gone."""
    found = [Finding(**(one | {"severity": Severity(one["severity"])})) for one in _read(upload.folder / "findings.json") or []]
    order = list(Severity)
    return sorted(found, key=lambda finding: (order.index(finding.severity), finding.file, finding.check, finding.row or 0))


def keep_preview(upload: ExtractUpload, preview: Preview) -> None:
    movements = preview.movements and {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(preview.movements).items()
    }
    _write(
        upload.folder / "preview.json",
        {
            "tables": preview.tables,
            "former": preview.former,
            "differences": [asdict(difference) for difference in preview.differences],
            "movements": movements,
            "who": {step: list(children) for step, children in preview.who.items()},
        },
    )


def preview_of(upload: ExtractUpload) -> Preview | None:
    content = _read(upload.folder / "preview.json")
    if content is None:
        return None
    found = content["movements"]
    movements = found and Movements(
        **(found | {"before_on": date.fromisoformat(found["before_on"]), "after_on": date.fromisoformat(found["after_on"])})
    )
    return Preview(
        content["tables"], content["former"], tuple(TableDifference(**one) for one in content["differences"]), movements or None,
        content.get("who", {}),
    )  # fmt: skip


def keep_day_missing(upload: ExtractUpload) -> None:
    """That nothing is wrong but the day, which the files do not say."""
    _write(upload.folder / "day_missing.json", True)


def is_day_missing(upload: ExtractUpload) -> bool:
    return bool(_read(upload.folder / "day_missing.json"))


def forget_day_missing(upload: ExtractUpload) -> None:
    (upload.folder / "day_missing.json").unlink(missing_ok=True)


def note_progress(upload: ExtractUpload, stage: str, share: float) -> None:
    _write(upload.folder / "progress.json", {"stage": stage, "share": max(0.0, min(share, 1.0))})


def progress_of(upload: ExtractUpload) -> Progress:
    return Progress(**(_read(upload.folder / "progress.json") or {}))


def is_silent(upload: ExtractUpload, *, now: datetime) -> bool:
    """At work, but nothing was heard for so long that the job must have been killed."""
    file = upload.folder / "progress.json"
    heard = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else upload.changed_at
    return upload.condition.is_working and now - max(heard, upload.changed_at) > SILENCE


def keep_problem(upload: ExtractUpload, problem: str) -> None:
    """Why it was refused or stopped. It may quote a value of a file, so it stays out of the database and the audit trail."""
    if upload.folder.is_dir():
        _write(upload.folder / "problem.json", problem)


def problem_of(upload: ExtractUpload) -> str:
    return _read(upload.folder / "problem.json") or ""


def clear(upload: ExtractUpload) -> None:
    """Remove the private folder: files, preview and findings."""
    remove(upload.folder)


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def former_snapshot(store: SnapshotStore, kind: str, as_at: date | None) -> Snapshot | None:
    """The snapshot that this one would follow: the newest of the same kind up to its day."""
    return store.latest(kind, as_known=as_at)


def _write(file: Path, content: object) -> None:
    """Whole or not at all: a job killed while writing leaves the former file."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    new.replace(file)


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
