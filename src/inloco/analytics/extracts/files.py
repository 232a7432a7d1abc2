"""The files that were given: found, read once, and hashed, so that what was loaded can be told from anything else.

A ZIP file counts as the folder that was packed. It is unpacked into memory: nothing of a child is left lying on a disk.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from inloco.analytics.errors import InputRefused, shortened
from inloco.analytics.extracts.archive import unpack
from inloco.analytics.extracts.checks.reading import (
    EMPTY_FOLDER,
    FOLDER_OF_FOLDERS,
    LARGE_FILE,
    MISSING_PATH,
    UNREADABLE_FILE,
    ZIP_REFUSED,
)
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.snapshots import SourceFile

LARGEST = 2**30
"""A file is read whole; no table of one council comes near a gigabyte."""


@dataclass(frozen=True)
class GivenFile:
    """A file by path and content. ``is_named`` when somebody named it; False when it was found in a folder or a ZIP file, whose
    path then stands before its own."""

    path: Path
    data: bytes
    is_named: bool

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def source(self) -> SourceFile:
        return SourceFile(self.name, hashlib.sha256(self.data).hexdigest(), len(self.data))


def gathered(paths: Sequence[Path], found: Collected) -> list[GivenFile]:
    """Every file named, and every file directly in a folder named; hidden ones are nobody's business. One ZIP file stands for
    the files in it. Faults are findings."""
    if zips := [path for path in paths if is_zip(path)]:
        if len(paths) > 1:
            message = "A ZIP file was named together with others."
            found.add(ZIP_REFUSED.finding(zips[0].name, message, action="Load one ZIP file, or the files themselves."))
            return []
        return _packed(zips[0], found)
    files: dict[Path, GivenFile] = {}
    for path in paths:
        for file in _files_at(path, found):
            try:
                if file.exists() and not file.is_file():
                    found.add(UNREADABLE_FILE.finding(file.name, "This is no ordinary file."))
                    continue
                if (size := file.stat().st_size) > LARGEST:
                    message = f"The file has {size / 2**30:.1f} GB; {LARGEST // 2**30} GB is the most."
                    found.add(LARGE_FILE.finding(file.name, message))
                    continue
                files.setdefault(file.resolve(), GivenFile(file, file.read_bytes(), is_named=file == path))
            except OSError as trouble:
                reason = (trouble.strerror or type(trouble).__name__).lower()
                found.add(UNREADABLE_FILE.finding(file.name, f"The file cannot be read: {reason}."))
    return list(files.values())


def is_zip(path: Path) -> bool:
    """Whether somebody named a ZIP file, as opposed to a workbook, which is one too."""
    return path.suffix.casefold() == ".zip" and path.is_file()


def _packed(path: Path, found: Collected) -> list[GivenFile]:
    files: list[GivenFile] = []

    @contextmanager
    def into(member: PurePosixPath) -> Iterator[io.BytesIO]:
        content = io.BytesIO()
        yield content
        files.append(GivenFile(path / member, content.getvalue(), is_named=False))

    try:
        unpack(path, shortened(path.name), into)
    except InputRefused as refused:
        found.add(ZIP_REFUSED.finding(path.name, refused.what, value=refused.place.value, action=refused.action))
        return []
    except OSError as trouble:
        reason = (trouble.strerror or type(trouble).__name__).lower()
        found.add(UNREADABLE_FILE.finding(path.name, f"The file cannot be read: {reason}."))
        return []
    return sorted(files, key=lambda file: file.name)


def _files_at(path: Path, found: Collected) -> list[Path]:
    try:
        if not path.is_dir():
            if not path.exists():
                found.add(MISSING_PATH.finding(path.name or str(path)))
                return []
            return [path]
        inside = sorted(one for one in path.iterdir() if not one.name.startswith((".", "~$")))
        files = [one for one in inside if not one.is_dir()]
    except OSError as trouble:
        reason = (trouble.strerror or type(trouble).__name__).lower()
        found.add(UNREADABLE_FILE.finding(path.name, f"The folder cannot be read: {reason}."))
        return []
    if not files:
        folders = [one.name for one in inside]
        if folders:
            message = f"The folder holds only folders: {', '.join(folders[:3])}{' …' if len(folders) > 3 else ''}."
            found.add(FOLDER_OF_FOLDERS.finding(path.name, message))
        else:
            found.add(EMPTY_FOLDER.finding(path.name))
    return files
