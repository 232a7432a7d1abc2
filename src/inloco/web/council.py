"""The council whose installation this is: its name and colours, from ``council.toml`` in the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inloco.analytics.errors import InLocoError
from inloco.analytics.settings import Settings
from inloco.data_folder import data_folder

DEFAULT_COLOUR = "#12436D"
DEFAULT_ACCENT = "#28A197"


@dataclass(frozen=True)
class Council:
    name: str
    short_name: str
    colour: str
    accent: str


_read: dict[tuple[Path, int], Council] = {}


def council() -> Council:
    """The council as the settings file has it now; read again only when the file changes."""
    folder = data_folder()
    file = folder / "council.toml"
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    key = (folder, changed)
    if key not in _read:
        _read.clear()
        _read[key] = read(folder)
    return _read[key]


def read(folder: Path) -> Council:
    """A file that is wrong must not take every page away: the commands refuse it, the pages fall back to plain colours."""
    try:
        settings = Settings.read(folder)
    except InLocoError:
        return Council("Corporate parenting", "Council", DEFAULT_COLOUR, DEFAULT_ACCENT)
    return Council(settings.name, settings.short_name, settings.colour, settings.accent)
