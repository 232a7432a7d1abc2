"""The page of local practice: every setting that ``council.toml`` can change, with what is in force, and the tree of areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.errors import InputRefused
from inloco.analytics.settings import EXPLAINED, FIELDS, Settings

SECTIONS = {
    "council": "The council",
    "figures": "How figures are computed",
    "disclosure": "Small numbers",
    "plans": "Delivery plans",
}


@dataclass(frozen=True)
class SettingRow:
    """One setting in words. ``is_default``: nobody has chosen otherwise."""

    name: str
    explained: str
    value: str
    is_default: bool


@dataclass(frozen=True)
class AreaRow:
    """One area of the tree, ``level`` steps under the authority."""

    name: str
    id: str
    kind: str
    level: int


@dataclass(frozen=True)
class LocalPractice:
    """What is in force, or why the file cannot be read (``problem``) while the defaults stand in."""

    problem: str
    sections: tuple[tuple[str, tuple[SettingRow, ...]], ...]
    settings: Settings
    areas: tuple[AreaRow, ...]


def local_practice(root: Path, areas: AreaTree | None) -> LocalPractice:
    """The settings of the data folder ``root``; ``areas`` None where nothing is loaded."""
    problem = ""
    try:
        settings = Settings.read(root)
    except InputRefused as wrong:
        settings, problem = Settings(), str(wrong)
    sections = tuple((SECTIONS.get(name, name.capitalize()), tuple(_rows(name, settings))) for name in FIELDS)
    return LocalPractice(problem, sections, settings, tuple(_areas(areas)) if areas is not None else ())


def _rows(section: str, settings: Settings) -> Iterator[SettingRow]:
    plain = Settings()
    for key, field in FIELDS[section].items():
        value = getattr(settings, field)
        yield SettingRow(f"{section}.{key}", EXPLAINED[f"{section}.{key}"], _words(value), value == getattr(plain, field))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _areas(tree: AreaTree) -> Iterator[AreaRow]:
    def under(area: Area, level: int) -> Iterator[AreaRow]:
        yield AreaRow(area.name, area.id, str(area.kind), level)
        for child in tree.children_of(area.id):
            yield from under(child, level + 1)

    if tree.authority is not None:
        yield from under(tree.authority, 0)
    for area in tree:
        if area.kind is AreaKind.COMPARATOR:
            yield AreaRow(area.name, area.id, str(area.kind), 0)
