"""Files from a browser into a private folder: the only place where a name or an archive that a person sent touches the disk.

Everything is refused before anything is checked: too large, too many, unpacked too far, pointing outside, nested,
doubled, encrypted.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.conf import settings

from inloco.analytics.errors import InputRefused, Place, StorageRefused, shortened

MEGABYTE = 1024 * 1024
SUFFIXES = frozenset({".csv", ".parquet", ".xml", ".xlsx", ".txt"})
MOST_FILES = 200
MOST_EXPANSION = 200
"""A CSV file of an extract shrinks to a tenth, at most a fiftieth; what unpacks to more than this was made to fill a disk."""
_CHUNK = MEGABYTE
_LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}


class Sent(Protocol):
    """What Django's uploaded file offers, as far as it is used here."""

    name: str | None
    size: int | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


def take_in(sent: Iterable[Sent], folder: Path) -> list[dict[str, object]]:
    """Write the files, or the files of the one ZIP, into ``folder`` and say what they are (``name``, ``bytes``).

    Raises InputRefused with the name of the file and what to do; then ``folder`` is gone again.
    """
    files = list(sent)
    try:
        folder.mkdir(parents=True, mode=0o700)
        return _taken(files, folder)
    except (InputRefused, StorageRefused):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    except OSError as failed:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageRefused(
            "The files could not be stored.", action="Ask whoever looks after the server whether its disk is full."
        ) from failed


def _taken(files: list[Sent], folder: Path) -> list[dict[str, object]]:
    if not files:
        raise InputRefused("No file was sent.", action="Choose the files of one extract, or one ZIP file.")
    if len(files) > MOST_FILES:
        raise InputRefused(
            f"{len(files)} files were sent; an extract has at most {MOST_FILES}.", action="Send the files of one extract only."
        )
    if sum(file.size or 0 for file in files) > settings.UPLOAD_LIMIT:
        raise too_large()
    zips = [file for file in files if _name(file.name or "").lower().endswith(".zip")]
    if zips and len(files) > 1:
        raise InputRefused(
            "A ZIP file was sent together with other files.",
            action="Send one ZIP file, or the files themselves.",
            place=Place(_name(zips[0].name or "")),
        )
    if zips:
        return _unpacked(zips[0], folder)
    names: set[str] = set()
    for file in files:
        name = _safe(file.name or "", names)
        with (folder / name).open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
    return _listing(folder)


def _unpacked(file: Sent, folder: Path) -> list[dict[str, object]]:
    shown = shortened(_name(file.name or "archive.zip"))
    packed = folder / ".packed"
    with packed.open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    try:
        with zipfile.ZipFile(packed) as archive:
            members = _members(archive, shown, packed.stat().st_size)
            names: set[str] = set()
            left = settings.UPLOAD_LIMIT
            for member in members:
                name = _safe(PurePosixPath(member.filename).name, names, shown)
                with archive.open(member) as source, (folder / name).open("xb") as target:
                    left = _copied(source, target, left, shown)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as broken:
        raise InputRefused(
            "This is not a ZIP file that can be read.",
            action="Pack the files again as an ordinary ZIP file without a password.",
            place=Place(shown),
        ) from broken
    finally:
        packed.unlink(missing_ok=True)
    return _listing(folder)


def _members(archive: zipfile.ZipFile, shown: str, packed: int) -> list[zipfile.ZipInfo]:
    """The files worth unpacking, each shown to be harmless before the first byte of any is written."""
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
    if total > settings.UPLOAD_LIMIT or total > max(packed * MOST_EXPANSION, 50 * MEGABYTE):
        raise too_large(shown, unpacked=True)
    return members


def _copied(source: IO[bytes], target: IO[bytes], left: int, shown: str) -> int:
    """Copy and count what really comes out: the sizes in a ZIP's directory are only claims."""
    while chunk := source.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise too_large(shown, unpacked=True)
        target.write(chunk)
    return left


def too_large(name: str | None = None, *, unpacked: bool = False) -> InputRefused:
    limit = settings.UPLOAD_LIMIT // MEGABYTE
    return InputRefused(
        f"The files are larger than {limit} MB{' once unpacked' if unpacked else ''}.",
        action="Send the files of one month only, as a ZIP or as Parquet. The limit is the setting INLOCO_UPLOAD_LIMIT.",
        place=Place(name),
    )


def _name(sent: str) -> str:
    """The last part of a name, whichever way its slashes lean."""
    return re.split(r"[\\/]", sent)[-1].strip()


def _safe(sent: str, taken: set[str], archive: str | None = None) -> str:
    """A file name that is only a name, of a kind we read, not used before in this upload. Adds it to ``taken``."""
    name = _name(sent)
    place = Place(archive, value=name) if archive else Place(shortened(name) or None)
    if not name or name.startswith(".") or len(name) > 120 or not name.isprintable():
        raise InputRefused(
            "A file has no usable name.", action="Give the files the names of the tables, such as cla_episodes.csv.", place=place
        )
    if Path(name).suffix.lower() not in SUFFIXES:
        raise InputRefused(
            "This kind of file is not read.",
            action="Send CSV, Parquet, XML or XLSX files, or one ZIP file that holds them.",
            place=place,
        )
    if name.casefold() in taken:
        raise InputRefused("The same name occurs twice.", action="Send each file once.", place=place)
    taken.add(name.casefold())
    return name


def _is_litter(name: str) -> bool:
    """What archivers add by themselves."""
    return any(part.lower() in _LITTER or part.startswith("._") for part in PurePosixPath(name).parts)


def _listing(folder: Path) -> list[dict[str, object]]:
    return [
        {"name": file.name, "bytes": file.stat().st_size}
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.name.startswith(".")
    ]
