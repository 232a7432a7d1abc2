"""Snapshots: what was known on a day, frozen. Written whole or not at all, never changed, found again by as-at date."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.errors import InputRefused, StorageRefused, WrongUsage
from inloco.analytics.findings import Finding, Severity, counted
from inloco.analytics.records import Records

SCHEMA_VERSION = 1
"""Part of a snapshot's identity: the same files read under another schema are another snapshot."""

CHILD_LEVEL_KINDS = ("ssd", "ssda903", "annexa", "cin_census")
"""Kinds of snapshot that hold children, the fullest first: of two for one day the fuller one is what figures come from."""

MANIFEST = "manifest.json"
_INCOMING = ".incoming-"
_WITHDRAWN = ".withdrawn"
_SORTED_BY = ("child", "period_of_care", "started_on", "held_on", "checked_on", "indicator", "area", "period")


@dataclass(frozen=True)
class SourceFile:
    """A file that went into a snapshot, by base name and content."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class RecordTable:
    """How many rows one table of our own records has, and the first day that it tells of."""

    rows: int
    since: date


@dataclass(frozen=True)
class Snapshot:
    """One frozen set of tables. ``kind`` is a child-level one, ``submitted`` or ``reference``; ``as_at`` is None without a day.

    ``findings`` holds the first of each check and a summary; ``counts`` has the true number of each severity. ``since`` is the
    first day of which the tables tell everything, where they say nothing of what came before; None: as far as the rows go.
    ``records`` are our own, frozen with the extract; older snapshots have none.
    """

    id: str
    folder: Path
    as_at: date | None
    loaded_at: datetime
    kind: str
    tables: dict[str, int]
    findings: tuple[Finding, ...]
    sources: tuple[SourceFile, ...]
    counts: dict[str, int] = field(default_factory=dict)
    content: str = ""
    since: date | None = None
    records: dict[str, RecordTable] = field(default_factory=dict)

    def path(self, table: str) -> Path:
        """The Parquet file of ``table``. Whether there is one, ``has`` says."""
        return self.folder / f"{table}.parquet"

    def has(self, table: str) -> bool:
        """Whether the extract, or what was recorded here, had this table at all. One without rows is there."""
        return table in self.tables or table in self.records

    def read(self, table: str, columns: list[str] | None = None) -> pa.Table:
        return pq.read_table(self.path(table), columns=columns)


class SnapshotStore:
    """All snapshots under one data folder. Safe with several processes at once; a crash leaves the old state or the new one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "snapshots"

    def write(
        self,
        kind: str,
        as_at: date | None,
        tables: Mapping[str, pa.Table],
        findings: Sequence[Finding] = (),
        sources: Sequence[SourceFile] = (),
        counts: Mapping[str, int] | None = None,
        since: date | None = None,
        records: Records | None = None,
    ) -> Snapshot:
        """Freeze ``tables``. The same content gives the snapshot that is there already (brought back if it was withdrawn).

        ``records`` are frozen with them and are no part of what makes it the same one: what an extract's snapshot holds of them
        is what was recorded when it was first loaded.
        Raises StorageRefused, with nothing left behind, when the folder cannot be written.
        """
        content = content_hash(kind, as_at, tables, sources)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if (there := self.with_content(content)) is not None:
                self.restore(there.id)
                return there
            with self._incoming() as incoming:
                rows = {}
                for name in sorted(tables):
                    rows[name] = tables[name].num_rows
                    _write_table(tables[name], incoming / f"{name}.parquet")
                for name, one in sorted((records or {}).items()):
                    _write_table(one.rows, incoming / f"{name}.parquet")
                manifest = {
                    "kind": kind,
                    "as_at": as_at.isoformat() if as_at else None,
                    "since": since.isoformat() if since else None,
                    "loaded_at": datetime.now(UTC).isoformat(),
                    "schema_version": SCHEMA_VERSION,
                    "content": content,
                    "tables": rows,
                    "records": {
                        name: {"rows": one.rows.num_rows, "since": one.since.isoformat()}
                        for name, one in sorted((records or {}).items())
                    },
                    "sources": [vars(source) for source in sources],
                    "counts": dict(counts) if counts is not None else counted(findings),
                    "findings": [finding.as_dict() for finding in findings],
                }
                _write_text(incoming / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
                _sync_folder(incoming)
                return self._put_in_place(incoming, kind, as_at, content)
        except (OSError, pa.ArrowException) as trouble:
            raise storage_refused(trouble) from trouble

    def list(self, kind: str | None = None) -> list[Snapshot]:
        """Every snapshot that counts, oldest as-at date first (those without a date before them). Withdrawn ones are left out."""
        found = [
            snapshot for snapshot in self._all() if (kind is None or snapshot.kind == kind) and not self.is_withdrawn(snapshot.id)
        ]
        return sorted(found, key=_age)

    def withdrawn(self) -> Sequence[Snapshot]:
        """Those that were taken back and can be restored."""
        return sorted((snapshot for snapshot in self._all() if self.is_withdrawn(snapshot.id)), key=_age)

    def open(self, id: str) -> Snapshot:
        """The snapshot of this id, withdrawn or not. WrongUsage when there is none."""
        folder = self.folder / id
        if not id or Path(id).name != id or id.startswith(".") or not (folder / MANIFEST).is_file():
            raise WrongUsage(f"There is no snapshot “{id[:60]}”.", action="`inloco snapshots` lists those there are.")
        return _opened(folder)

    def extracts(self) -> Sequence[Snapshot]:
        """Every snapshot with children, whatever its format, oldest first; of two for one day the fuller format comes last."""
        found = [snapshot for snapshot in self.list() if snapshot.kind in CHILD_LEVEL_KINDS]
        return sorted(found, key=lambda one: (one.as_at or date.min, -CHILD_LEVEL_KINDS.index(one.kind), *_age(one)))

    def latest(self, kind: str | None = None, as_known: date | None = None) -> Snapshot | None:
        """The newest by as-at date, then by when it was loaded; with ``as_known``, among those of that day or earlier.

        Without a ``kind`` it is the newest with children, whatever its format.
        """
        among = self.extracts() if kind is None else self.list(kind)
        found = [one for one in among if as_known is None or one.as_at is None or one.as_at <= as_known]
        return found[-1] if found else None

    def with_content(self, content: str) -> Snapshot | None:
        """The snapshot that was made of exactly this, withdrawn or not."""
        return next((snapshot for snapshot in self._all() if snapshot.content == content), None)

    def is_withdrawn(self, id: str) -> bool:
        return (self.folder / _WITHDRAWN / id).exists()

    def withdraw(self, id: str) -> None:
        """Leave this snapshot out from now on. Its files stay, so that ``restore`` brings it back."""
        snapshot = self.open(id)
        try:
            (self.folder / _WITHDRAWN).mkdir(exist_ok=True)
            (self.folder / _WITHDRAWN / snapshot.id).touch()
            _sync_folder(self.folder / _WITHDRAWN)
        except OSError as trouble:
            raise storage_refused(trouble) from trouble

    def restore(self, id: str) -> None:
        try:
            (self.folder / _WITHDRAWN / self.open(id).id).unlink(missing_ok=True)
        except OSError as trouble:
            raise storage_refused(trouble) from trouble

    def sweep(self) -> int:
        """Remove what killed loads left behind. Those still being written are held by a lock and stay. Returns how many went."""
        if not self.folder.is_dir():
            return 0
        with _locked(self.folder / ".lock"):
            return self._sweep()

    def _sweep(self) -> int:
        swept = 0
        for left in self.folder.glob(f"{_INCOMING}*"):
            held = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                shutil.rmtree(left, ignore_errors=True)
                swept += 1
            finally:
                os.close(held)
        return swept

    @contextmanager
    def _incoming(self) -> Iterator[Path]:
        """A new folder on the same file system, locked while its writer lives and gone afterwards, however it ends."""
        incoming = self.folder / f"{_INCOMING}{secrets.token_hex(8)}"
        with _locked(self.folder / ".lock"):
            self._sweep()
            incoming.mkdir()
            held = os.open(incoming, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield incoming
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
            os.close(held)

    def _put_in_place(self, incoming: Path, kind: str, as_at: date | None, content: str) -> Snapshot:
        """Rename into place under the shortest free id; where another process was quicker, take its work."""
        for length in (8, 16, 32, 64):
            folder = self.folder / f"{as_at.isoformat() if as_at else kind}-{content[:length]}"
            try:
                incoming.rename(folder)
            except OSError as trouble:
                if trouble.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                if _opened(folder).content != content:
                    continue
            _sync_folder(self.folder)
            return _opened(folder)
        raise StorageRefused("The snapshot's id is taken.", action="Please report this.")

    def _all(self) -> Iterator[Snapshot]:
        if not self.folder.is_dir():
            return
        for manifest in sorted(self.folder.glob(f"*/{MANIFEST}")):
            if not manifest.parent.name.startswith("."):
                yield _opened(manifest.parent)


def content_hash(kind: str, as_at: date | None, tables: Mapping[str, pa.Table], sources: Sequence[SourceFile] = ()) -> str:
    """What makes two snapshots the same one: kind, day, schema and the source files; without files, the rows themselves."""
    whole = hashlib.sha256(f"{kind}|{as_at}|{SCHEMA_VERSION}".encode())
    if sources:
        for name, digest in sorted((source.name.casefold(), source.sha256) for source in sources):
            whole.update(f"|{name}={digest}".encode())
    else:
        for name in sorted(tables):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, tables[name].schema) as stream:
                stream.write_table(tables[name].combine_chunks())
            whole.update(f"|{name}=".encode() + sink.getvalue())
    return whole.hexdigest()


def storage_refused(trouble: BaseException) -> StorageRefused:
    """Why the data folder could not be written, in words."""
    number = getattr(trouble, "errno", None)
    text = str(trouble)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left" in text or "File too large" in text:
        return StorageRefused(
            "There is no room left on the disk. Nothing was changed.", action="Free some space, or point INLOCO_DATA elsewhere."
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageRefused(
            "The data folder cannot be written. Nothing was changed.",
            action="Ask for permission to write there, or point INLOCO_DATA elsewhere.",
        )
    reason = os.strerror(number) if number else type(trouble).__name__
    return StorageRefused(
        f"The data folder cannot be written ({reason}). Nothing was changed.", action="Look at the disk, then try again."
    )


def _age(snapshot: Snapshot) -> tuple[date, datetime, str]:
    return (snapshot.as_at or date.min, snapshot.loaded_at, snapshot.id)


def _opened(folder: Path) -> Snapshot:
    manifest = folder / MANIFEST
    try:
        return _read_manifest(folder, manifest.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise InputRefused(
            f"The snapshot “{folder.name}” is damaged: its manifest cannot be read.",
            action="Restore the data folder from the last backup, or move that folder away and load the extract again.",
        ) from trouble


@lru_cache(maxsize=1024)
def _read_manifest(folder: Path, changed_at: int) -> Snapshot:
    """A snapshot never changes, so its manifest is read once a process."""
    written = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Snapshot(
        id=folder.name,
        folder=folder,
        as_at=date.fromisoformat(written["as_at"]) if written["as_at"] else None,
        loaded_at=datetime.fromisoformat(written["loaded_at"]),
        kind=written["kind"],
        tables=written["tables"],
        findings=tuple(Finding(**found | {"severity": Severity(found["severity"])}) for found in written["findings"]),
        sources=tuple(SourceFile(**source) for source in written["sources"]),
        counts=written["counts"],
        content=written["content"],
        since=date.fromisoformat(written["since"]) if written.get("since") else None,
        records={
            name: RecordTable(one["rows"], date.fromisoformat(one["since"])) for name, one in written.get("records", {}).items()
        },
    )


def _write_table(table: pa.Table, file: Path) -> None:
    """Sorted by child, so that one child's rows lie together, and flushed to the disk before anybody relies on it."""
    order = [(name, "ascending") for name in _SORTED_BY if name in table.column_names]
    pq.write_table(table.sort_by(order) if order else table, file, compression="zstd")
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _write_text(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())


def _sync_folder(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
