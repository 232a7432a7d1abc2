"""A ZIP file that somebody sent: what may be in it, and how far it may unpack. The browser and the command line refuse the same.

Every member is shown to be harmless before the first byte of any is written: nothing that points outside its folder, no link, no
password, no archive in the archive, one extract only, and no more than the disk or the memory can take.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO

from inloco.analytics.errors import InputRefused, Place, shortened

MEGABYTE = 1024 * 1024
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".parquet", ".xml", ".xlsx", ".xlsm", ".ods"})
"""The kinds of files that an extract is made of."""

MOST_FILES = 200
MOST_EXPANSION = 200
"""A CSV file of an extract shrinks to a tenth, at most a fiftieth; what unpacks to more than this was made to fill a disk."""

LARGEST_UNPACKED = 2048 * MEGABYTE
"""The most that ``inloco load`` unpacks; a browser's limit is the setting INLOCO_UPLOAD_LIMIT."""

_CHUNK = MEGABYTE
_LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}

Into = Callable[[PurePosixPath], AbstractContextManager[IO[bytes]]]
"""Where a member goes: called with its folder in the archive, at most one, and its name."""


def unpack(packed: Path, shown: str, into: Into, *, limit: int = LARGEST_UNPACKED) -> None:
    """Write every file of the archive ``packed``, called ``shown`` in messages, to what ``into`` opens for it.

    Raises InputRefused with what is wrong and what to do; what ``into`` was given until then is the caller's to remove.
    """
    try:
        with zipfile.ZipFile(packed) as archive:
            names: set[str] = set()
            left = limit
            for member in _members(archive, shown, packed.stat().st_size, limit):
                path = PurePosixPath(member.filename)
                name = safe_name(path.name, names, shown)
                with archive.open(member) as source, into(path.parent / name) as target:
                    left = _copied(source, target, left, too_large(limit, shown, unpacked=True))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as broken:
        raise InputRefused(
            "This is not a ZIP file that can be read.",
            action="Pack the files again as an ordinary ZIP file without a password.",
            place=Place(shown),
        ) from broken


def _members(archive: zipfile.ZipFile, shown: str, packed: int, limit: int) -> list[zipfile.ZipInfo]:
    """The files worth unpacking, each shown to be harmless."""
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_litter(member.filename)]
    if not members:
        raise InputRefused(
            "The ZIP file is empty.", action="Pack the files of one extract and send the ZIP again.", place=Place(shown)
        )
    if len(members) > MOST_FILES:
        raise InputRefused(
            f"The ZIP file holds {len(members)} files; an extract has at most {MOST_FILES}.",
            action="Pack the files of one extract only.",
            place=Place(shown),
        )
    for member in members:
        path = PurePosixPath(member.filename)
        inside = Place(shown, value=member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename or re.match(r"[A-Za-z]:", member.filename):
            raise InputRefused(
                "A name in the ZIP file points outside its folder.", action="Pack the files again, without paths.", place=inside
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise InputRefused("The ZIP file holds a link instead of a file.", action="Pack the files themselves.", place=inside)
        if member.flag_bits & 0x1:
            raise InputRefused(
                "The ZIP file is locked with a password.", action="Pack the files again without a password.", place=Place(shown)
            )
        if path.suffix.lower() == ".zip":
            raise InputRefused(
                "The ZIP file holds another ZIP file.", action="Unpack the inner file and send that.", place=inside
            )
    folders = {PurePosixPath(member.filename).parent for member in members}
    if len(folders) > 1 or any(len(folder.parts) > 1 for folder in folders):
        raise InputRefused(
            "The ZIP file holds folders inside folders.",
            action="Pack the files of one extract side by side, or in one folder; send the months one after the other.",
            place=Place(shown),
        )
    total = sum(member.file_size for member in members)
    if total > limit or total > max(packed * MOST_EXPANSION, 50 * MEGABYTE):
        raise too_large(limit, shown, unpacked=True)
    return members


def _copied(source: IO[bytes], target: IO[bytes], left: int, refusal: InputRefused) -> int:
    """Copy and count what really comes out: the sizes in a ZIP's directory are only claims."""
    while chunk := source.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise refusal
        target.write(chunk)
    return left


def too_large(limit: int, name: str | None = None, *, unpacked: bool = False) -> InputRefused:
    """What is said where files come to more than ``limit`` bytes."""
    return InputRefused(
        f"The files are larger than {limit // MEGABYTE} MB{' once unpacked' if unpacked else ''}.",
        action="Send the files of one month only, or as Parquet. The limit of the browser is the setting INLOCO_UPLOAD_LIMIT.",
        place=Place(name),
    )


def last_part(sent: str) -> str:
    """The last part of a name, whichever way its slashes lean."""
    return re.split(r"[\\/]", sent)[-1].strip()


def safe_name(sent: str, taken: set[str], archive: str | None = None) -> str:
    """A file name that is only a name, of a kind we read, not used before among ``taken``, to which it is added."""
    name = last_part(sent)
    place = Place(archive, value=name) if archive else Place(shortened(name) or None)
    if not name or name.startswith(".") or len(name) > 120 or not name.isprintable():
        raise InputRefused(
            "A file has no usable name.", action="Give the files the names of the tables, such as cla_episodes.csv.", place=place
        )
    if Path(name).suffix.lower() not in SUFFIXES:
        raise InputRefused(
            "This kind of file is not read.",
            action="Send CSV, Parquet or XML files or workbooks (XLSX or ODS), or one ZIP file that holds them.",
            place=place,
        )
    if name.casefold() in taken:
        raise InputRefused("The same name occurs twice.", action="Send each file once.", place=place)
    taken.add(name.casefold())
    return name


def _is_litter(name: str) -> bool:
    """What archivers add by themselves."""
    return any(part.lower() in _LITTER or part.startswith("._") for part in PurePosixPath(name).parts)
