"""The way back: an archive is checked whole in a folder beside the data folder, and then put in its place in one step."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from inloco.analytics.errors import InputRefused, StorageRefused, WrongUsage
from inloco.web.archive.manifest import FILES, MANIFEST, SQLITE, SQLITE_FILE, TABLES, Manifest, damaged, newer, read_manifest
from inloco.web.archive.tables import Tables
from inloco.web.environment import Environment

Progress = Callable[[str, float], None]
_CHUNK = 1 << 20


def restore_archive(
    file: Path,
    folder: Path,
    *,
    environment: Environment,
    known: dict[str, set[str]],
    migrate: Callable[[dict[str, list[str]]], None],
    progress: Progress | None = None,
) -> Manifest:
    """Put the archive ``file`` into ``folder``, which must be empty or absent.

    ``known`` are the migrations that this version has; ``migrate`` brings an empty PostgreSQL database to those of the archive.
    Raises InputRefused for a damaged or newer archive, WrongUsage where there is data already. All or nothing.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage(
            "The data folder is not empty, and nothing is ever overwritten.",
            action="Set INLOCO_DATA to a new folder, restore into it, and look before you let go of the old one.",
        )
    tell = progress or (lambda what, share: None)
    staged = folder.parent / f".{folder.name}.restoring-{secrets.token_hex(4)}"
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(_text_of(archive, file.name), file.name)
            _check_kind(manifest, known, environment)
            staged.mkdir(parents=True, mode=0o700)
            _unpack(archive, manifest, staged, file.name, tell)
        _check_sqlite(staged, manifest, file.name)
        if manifest.database == "postgresql":
            _fill(staged, manifest, environment, migrate)
        shutil.rmtree(staged / ".database", ignore_errors=True)
        staged.replace(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as trouble:
        raise damaged(file.name, "it cannot be unpacked") from trouble
    except FileNotFoundError as trouble:
        raise InputRefused(f"There is no file {file.name}.", action="Name an archive that `inloco backup` made.") from trouble
    except OSError as trouble:
        raise StorageRefused(
            f"The archive cannot be put in place ({trouble.strerror or type(trouble).__name__}). Nothing was changed.",
            action="Check the file, and that the folder above the data folder can be written and has space.",
        ) from trouble
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return manifest


def _text_of(archive: zipfile.ZipFile, file: str) -> bytes:
    try:
        return archive.read(MANIFEST)
    except KeyError as trouble:
        raise damaged(file, "it has no list of contents") from trouble


def _check_kind(manifest: Manifest, known: dict[str, set[str]], environment: Environment) -> None:
    ahead = [app for app, names in manifest.migrations.items() if app in known and not set(names) <= known[app]]
    unknown = [app for app in manifest.migrations if app not in known]
    if ahead or unknown:
        raise newer(manifest.version)
    has_server = bool(environment.text("INLOCO_DATABASE_URL"))
    if manifest.database == "postgresql" and not has_server:
        raise WrongUsage(
            "The archive is of a PostgreSQL database, and none is named.", action="Set INLOCO_DATABASE_URL to an empty database."
        )
    if manifest.database == "sqlite" and has_server:
        raise WrongUsage(
            "The archive holds an SQLite database, and INLOCO_DATABASE_URL names a PostgreSQL server.",
            action="Restore without INLOCO_DATABASE_URL.",
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, staged: Path, file: str, tell: Progress) -> None:
    """Every entry with the size and checksum that the manifest says, and nothing else."""
    if set(archive.namelist()) - {MANIFEST} != set(manifest.entries):
        raise damaged(file, "something is missing from it, or was added")
    whole = sum(entry.size for entry in manifest.entries.values()) or 1
    done = 0
    for name, entry in manifest.entries.items():
        tell(name.removeprefix(FILES).partition("/")[0], done / whole)
        target = staged / _place(name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = hashlib.sha256(), 0
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with archive.open(name) as source, os.fdopen(descriptor, "wb") as out:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > entry.size:
                    break
                digest.update(chunk)
                out.write(chunk)
        if size != entry.size or digest.hexdigest() != entry.sha256:
            raise damaged(file, f"{Path(name).name[:60]} is not what it was")
        done += size


def _place(name: str) -> str:
    if name == SQLITE:
        return SQLITE_FILE
    return name.removeprefix(FILES) if name.startswith(FILES) else f".database/{name.removeprefix(TABLES)}"


def _check_sqlite(staged: Path, manifest: Manifest, file: str) -> None:
    if manifest.database != "sqlite":
        return
    try:
        with closing(sqlite3.connect(staged / SQLITE_FILE)) as restored:
            sound = restored.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as trouble:
        raise damaged(file, "its database is not sound") from trouble
    if sound != ("ok",):
        raise damaged(file, "its database is not sound")


def _fill(staged: Path, manifest: Manifest, environment: Environment, migrate: Callable[[dict[str, list[str]]], None]) -> None:
    url = environment.text("INLOCO_DATABASE_URL")
    with closing(Tables(url)) as tables:
        if not tables.is_empty():
            raise WrongUsage(
                "The database is not empty, and nothing is ever overwritten.", action="Name an empty one in INLOCO_DATABASE_URL."
            )
    migrate(manifest.migrations)
    with closing(Tables(url)) as tables, ExitStack() as opened:
        names = [name.removeprefix(TABLES) for name in manifest.entries if name.startswith(TABLES)]
        tables.fill({name: opened.enter_context((staged / ".database" / name).open("rb")) for name in names})
