"""The page of local practice: every setting that ``council.toml`` can change, with what is in force, and the tree of areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.errors import InputRefused
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.settings import EXPLAINED, FIELDS, LISTS, Settings
from inloco.web.jinja import short_day

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
class ListedRow:
    """One target or one change of limits: its indicator's title (its id where there is none such), and the rest in words."""

    indicator: str
    title: str
    cells: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.title)


@dataclass(frozen=True)
class Listed:
    """A list of the file, and how an entry of it is written."""

    title: str
    explained: str
    heads: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    example: str


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
    lists: tuple[Listed, ...]
    areas: tuple[AreaRow, ...]


def local_practice(root: Path, areas: AreaTree | None) -> LocalPractice:
    """The settings of the data folder ``root``; ``areas`` None where nothing is loaded."""
    problem = ""
    try:
        settings = Settings.read(root)
    except InputRefused as wrong:
        settings, problem = Settings(), str(wrong)
    sections = tuple((SECTIONS.get(name, name.capitalize()), tuple(_rows(name, settings))) for name in FIELDS)
    return LocalPractice(
        problem, sections, (_targets(settings), _limits(settings)), tuple(_areas(areas)) if areas is not None else ()
    )


def _targets(settings: Settings) -> Listed:
    rows = (
        _listed(
            one.indicator,
            one.area or "The authority",
            str(one.value),
            short_day(one.from_) or "The beginning",
            short_day(one.to) or "No end",
        )
        for one in settings.targets
    )
    return Listed(
        "Targets",
        "What an indicator should reach. Pages and reports say whether it does.",
        ("Indicator", "Area", "Target", "From", "To"),
        tuple(rows),
        LISTS["targets"],
    )


def _limits(settings: Settings) -> Listed:
    rows = (
        _listed(one.indicator, short_day(one.from_), short_day(one.baseline_to) or "The newest month", one.reason)
        for one in settings.limits
    )
    return Listed(
        "Control limits that begin anew",
        "Limits are worked out from the months of one definition. Where something has changed for good, let them begin anew with "
        "the reason, which stands on the page of the indicator.",
        ("Indicator", "From", "Worked out from the months to", "Reason"),
        tuple(rows),
        LISTS["limits"],
    )


def _listed(indicator: str, *cells: str) -> ListedRow:
    return ListedRow(indicator, CATALOGUE[indicator].title if indicator in CATALOGUE else "", cells)


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
