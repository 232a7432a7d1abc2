"""Files from a browser into a private folder: the only place where a name that a person sent touches the disk.

Everything is refused before anything is checked: too large, too many, of another kind, doubled; and whatever
``extracts.archive`` refuses of a ZIP.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from inloco.analytics.errors import InputRefused, Place, StorageRefused, shortened
from inloco.analytics.extracts.archive import MOST_FILES, last_part, safe_name, too_large, unpack


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
        raise too_large(settings.UPLOAD_LIMIT)
    zips = [file for file in files if last_part(file.name or "").lower().endswith(".zip")]
    if zips and len(files) > 1:
        raise InputRefused(
            "A ZIP file was sent together with other files.",
            action="Send one ZIP file, or the files themselves.",
            place=Place(last_part(zips[0].name or "")),
        )
    if zips:
        return _unpacked(zips[0], folder)
    names: set[str] = set()
    for file in files:
        name = safe_name(file.name or "", names)
        with (folder / name).open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
    return _listing(folder)


def _unpacked(file: Sent, folder: Path) -> list[dict[str, object]]:
    packed = folder / ".packed"
    with packed.open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    try:
        shown = shortened(last_part(file.name or "archive.zip"))
        unpack(packed, shown, lambda path: (folder / path.name).open("xb"), limit=settings.UPLOAD_LIMIT)
    finally:
        packed.unlink(missing_ok=True)
    return _listing(folder)


def _listing(folder: Path) -> list[dict[str, object]]:
    return [
        {"name": file.name, "bytes": file.stat().st_size}
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.name.startswith(".")
    ]
