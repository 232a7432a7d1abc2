"""Making an archive: the database at one moment, then the files, each with its checksum; put in place only when it is whole."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from inloco import __version__
from inloco.analytics.errors import StorageRefused, WrongUsage
from inloco.web.archive.manifest import DERIVED, FILES, MANIFEST, SQLITE, SQLITE_FILE, TABLES, Entry, Manifest
from inloco.web.archive.tables import Tables
from inloco.web.environment import Environment

Progress = Callable[[str, float], None]
_CHUNK = 1 << 20


def make_archive(folder: Path, file: Path, *, environment: Environment, progress: Progress | None = None) -> Manifest:
    """Everything under ``folder`` and its database, in one new zip ``file`` that only its owner may read.

    Raises WrongUsage where ``file`` exists or there is nothing to archive, StorageRefused when it cannot be written.
    """
    if file.exists():
        raise WrongUsage(f"{file.name} exists, and nothing is ever overwritten.", action="Name a new file.")
    if file.resolve().is_relative_to(folder.resolve()):
        raise WrongUsage("The archive would lie inside the data folder.", action="Name a file outside it, best on another disk.")
    if not any(_files(folder)) and not (folder / SQLITE_FILE).exists():
        raise WrongUsage("There is no data to archive.", action="Set INLOCO_DATA to the data folder.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as out:
            manifest = _write(folder, out, environment, progress or (lambda what, share: None))
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)  # refuses, unlike a rename, where another has put a file there meanwhile
    except OSError as trouble:
        raise StorageRefused(
            f"The archive cannot be written ({trouble.strerror or type(trouble).__name__}). There is none.",
            action="Name a folder that can be written and has space.",
        ) from trouble
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(folder: Path, out: IO[bytes], environment: Environment, tell: Progress) -> Manifest:
    entries: dict[str, Entry] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=3) as archive:
        tell("The database", 0.0)
        kind, migrations = _database(folder, archive, entries, environment)
        files = list(_files(folder))
        whole = sum(path.stat().st_size for path in files) or 1
        done = 0
        for path in files:
            name = path.relative_to(folder).as_posix()
            tell(name.partition("/")[0], 0.1 + 0.9 * done / whole)
            with path.open("rb") as source:
                entries[FILES + name] = _add(archive, FILES + name, source)
            done += entries[FILES + name].size
        manifest = Manifest(__version__, datetime.now(UTC).isoformat(timespec="seconds"), kind, migrations, entries)
        archive.writestr(MANIFEST, manifest.text())
    return manifest


def _files(folder: Path) -> Iterator[Path]:
    """What is kept: no database (it is copied on its own), nothing that is made again, no locks and nothing half written."""
    if not folder.is_dir():
        return
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (here == folder and name in DERIVED))
        for name in sorted(names):
            path = here / name
            if name.startswith((".", SQLITE_FILE)) or name.endswith(".lock") or path.is_symlink() or not path.is_file():
                continue
            yield path


def _database(
    folder: Path, archive: zipfile.ZipFile, entries: dict[str, Entry], environment: Environment
) -> tuple[str, dict[str, list[str]]]:
    url = environment.text("INLOCO_DATABASE_URL")
    if url:
        with closing(Tables(url)) as tables:
            for name, chunks in tables.dump():
                entries[f"{TABLES}{name}"] = _add_chunks(archive, f"{TABLES}{name}", chunks)
            return "postgresql", tables.migrations()
    source = folder / SQLITE_FILE
    if not source.is_file():
        return "none", {}
    with tempfile.TemporaryDirectory(prefix="inloco-backup-") as work:
        copy = Path(work) / SQLITE_FILE
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(copy)) as at_rest,
        ):
            live.backup(at_rest)  # SQLite's own online copy: one moment, while others write
        with closing(sqlite3.connect(copy)) as at_rest:
            at_rest.execute("PRAGMA journal_mode=DELETE")
            migrations: dict[str, list[str]] = {}
            for app, name in at_rest.execute("select app, name from django_migrations order by app, name"):
                migrations.setdefault(app, []).append(name)
        with copy.open("rb") as source_file:
            entries[SQLITE] = _add(archive, SQLITE, source_file)
    return "sqlite", migrations


def _add(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> Entry:
    return _add_chunks(archive, name, iter(lambda: source.read(_CHUNK), b""))


def _add_chunks(archive: zipfile.ZipFile, name: str, chunks: Iterator[bytes]) -> Entry:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, date_time=datetime.now().timetuple()[:6])
    info.external_attr = 0o600 << 16
    info.compress_type = (
        zipfile.ZIP_STORED if name.endswith((".parquet", ".zip", ".xlsx", ".docx", ".png")) else zipfile.ZIP_DEFLATED
    )
    with archive.open(info, "w", force_zip64=True) as target:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Entry(size, digest.hexdigest())
