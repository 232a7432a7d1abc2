"""What the check of an upload found, kept in the upload's own folder until it is loaded, discarded or forgotten.

The preview answers what a person must know before confirming: what is in it, what changed since the extract before,
what is wrong.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.facts.build import Facts
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.periods import month_of
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore, TableDifference
from inloco.data_folder import data_folder
from inloco.performance.models import ExtractUpload

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
class Movements:
    """Children looked after, as the overview counts them, on the day of the extract before and on the as-at day. ``before`` is
    what the extract before said; ``added`` and ``taken_back`` are what the new one corrects about that day. ``moved`` changed
    their responsible team; ``new`` and ``gone`` are children in one of the two extracts only, looked after or not."""

    before_on: date
    after_on: date
    before: int
    added: int
    taken_back: int
    entered: int
    left: int
    after: int
    moved: int
    new: int
    gone: int


@dataclass(frozen=True)
class Preview:
    """Everything the confirmation page shows, besides the findings."""

    tables: dict[str, int]
    former: str
    differences: tuple[TableDifference, ...]
    movements: Movements | None


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
        content["tables"], content["former"], tuple(TableDifference(**one) for one in content["differences"]), movements or None
    )


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


def movements(before: Snapshot, after: Snapshot) -> Movements | None:
    """Who came and who went between two child-level snapshots; None where one of them lacks the tables or the day, or where
    the later day is the same or earlier."""
    needed = ("person", "cla_episodes")
    if before.as_at is None or after.as_at is None or not all(one.has(table) for one in (before, after) for table in needed):
        return None
    if after.as_at <= before.as_at:
        return None
    was = _looked_after(before, before.as_at)
    known = _looked_after(after, before.as_at)
    now = _looked_after(after, after.as_at)
    people_before, people_after = (set(one.read("person", ["child"])["child"].to_pylist()) for one in (before, after))
    return Movements(
        before_on=before.as_at,
        after_on=after.as_at,
        before=len(was),
        added=len(known.keys() - was.keys()),
        taken_back=len(was.keys() - known.keys()),
        entered=len(now.keys() - known.keys()),
        left=len(known.keys() - now.keys()),
        after=len(now),
        moved=sum(known[child] != area for child, area in now.items() if child in known),
        new=len(people_after - people_before),
        gone=len(people_before - people_after),
    )


def _looked_after(snapshot: Snapshot, on: date) -> dict[str, str]:
    """Every child looked after on that day by this snapshot, short breaks left out, with the responsible area."""
    root = data_folder()
    reference = reference_for(SnapshotStore(root), snapshot)
    with Facts(replace(snapshot, as_at=on), reference, Settings.read(root), [month_of(on)]) as facts:
        for name in ("looked_after_day", "responsible"):
            facts.build(name)
        found = facts.connection.execute(
            """select day.child, coalesce(any_value(responsible.area), $unallocated)
               from looked_after_day as day
               left join responsible on responsible.child = day.child and responsible.from_on <= day.on_day
                 and (responsible.to_on is null or responsible.to_on > day.on_day)
               where not day.short_breaks and day.on_day = $on group by day.child""",
            {"on": on, "unallocated": UNALLOCATED},
        ).fetchall()
    return dict(found)


def _write(file: Path, content: object) -> None:
    """Whole or not at all: a job killed while writing leaves the former file."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    new.replace(file)


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
