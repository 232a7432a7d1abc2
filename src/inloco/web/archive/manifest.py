"""What an archive says of itself: how it was made, and the size and SHA-256 of everything in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from inloco.analytics.errors import InputRefused

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
SQLITE = "database/inloco.sqlite3"
TABLES = "database/tables/"
SQLITE_FILE = "inloco.sqlite3"

DERIVED = frozenset(["static", "figures", "charts"])
"""Folders that are made again from the rest."""

LARGEST = 1 << 40
"""No archive unpacks to more than a terabyte: one that says so is not ours."""


@dataclass(frozen=True)
class Entry:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``migrations`` are those that the database had: a product that lacks one of them is older than the archive."""

    version: str
    made_at: str
    database: str
    migrations: dict[str, list[str]]
    entries: dict[str, Entry]
    format: int = FORMAT

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def read_manifest(text: bytes, file: str) -> Manifest:
    """The manifest in ``text``. Raises InputRefused for anything that is not one, or is of a later format."""
    try:
        told = json.loads(text)
        if int(told["format"]) > FORMAT:
            raise newer(str(told["version"]))
        entries = {str(name): Entry(int(one["size"]), str(one["sha256"])) for name, one in told["entries"].items()}
        migrations = {str(app): [str(name) for name in names] for app, names in told["migrations"].items()}
        found = Manifest(str(told["version"]), str(told["made_at"]), str(told["database"]), migrations, entries)
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise damaged(file, "its list of contents cannot be read") from trouble
    if found.database not in ("sqlite", "postgresql", "none"):
        raise damaged(file, "its database is of no kind that is known")
    if not all(map(is_safe, found.entries)) or sum(one.size for one in found.entries.values()) > LARGEST:
        raise damaged(file, "it holds what no archive of InLoco holds")
    return found


def is_safe(name: str) -> bool:
    """Whether an entry would be unpacked below the folder, and is of a kind that archives have."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name
    return inside and (name == SQLITE or (name.startswith((FILES, TABLES)) and len(path.parts) > 1))


def damaged(file: str, why: str) -> InputRefused:
    return InputRefused(f"{file} is damaged or no archive of InLoco: {why}. Nothing was changed.", action="Use another backup.")


def newer(version: str) -> InputRefused:
    return InputRefused(
        f"The archive was made by a newer InLoco ({version[:40]}). Nothing was changed.",
        action="Install that version or a later one, and restore with it.",
    )
