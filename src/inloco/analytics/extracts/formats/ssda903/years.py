"""Which year's return a file belongs to: as its name says, else its folder's, else its dates. It is that of its last March."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats.ssda903.checks import MISSING_YEAR, SAME_FILE_TWICE, YEAR_UNKNOWN
from inloco.analytics.extracts.formats.ssda903.collection import EPISODES
from inloco.analytics.schema.tables import Type

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.](\d\d)[-_.](\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)(20\d\d)[-_ .to]*(?:20)?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_RARE = 100
"""A year that has fewer than one in so many of a file's dates is a slip of the pen, not the year of the return."""

_NOT_EVENTS = {"born_on", "mothers_child_born_on"}


@dataclass(frozen=True)
class Part:
    """One file of one year's return. ``table`` has every column of it, and ``row``; ``columns`` are those that were there."""

    file: GivenFile
    said: str
    name: str
    table: pa.Table
    columns: frozenset[str] = frozenset()
    year: int | None = None


def year_end(year: int) -> date:
    return date(year, 3, 31)


def year_said(year: int) -> str:
    """2019 → “2018/19”."""
    return f"{year - 1}/{year % 100:02}"


def year_of(day: date) -> int:
    return day.year + (day > year_end(day.year))


def named_year(name: str, *, any_day: bool = True) -> int | None:
    """``episodes-2018-19.csv``, ``2018_2019``, ``SSDA903 2019`` and ``2019-03-31`` are 2019. Of a folder, no other day is."""
    if found := _DAY.search(name):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        return year_of(day) if any_day or day == year_end(day.year) else None
    if (found := _SPAN.search(name)) and int(found[2]) == (int(found[1]) + 1) % 100:
        return int(found[1]) + 1
    years = _YEAR.findall(name)
    return int(years[0]) if len(years) == 1 else None


def with_years(parts: Sequence[Part], found: Collected) -> list[Part]:
    """Every part with its year. Files without a year take it from the only return there is, or from those beside them."""
    known = [replace(part, year=_own_year(part)) for part in parts]
    episodes = [part for part in known if part.name == EPISODES]
    if len(episodes) == 1:
        year = episodes[0].year or _dated_year(episodes[0].table)
        known = [replace(part, year=year if part.year is None or part.name == EPISODES else part.year) for part in known]
    known = [part if part.year else replace(part, year=_dated_year(part.table)) for part in known]
    by_folder: dict[object, set[int]] = {}
    for part in known:
        if part.year and part.name == EPISODES:
            by_folder.setdefault(part.file.path.parent, set()).add(part.year)
    result = []
    for part in known:
        beside = by_folder.get(part.file.path.parent, set())
        if part.year is None and len(beside) == 1:
            part = replace(part, year=next(iter(beside)))
        if part.year is None:
            found.add(YEAR_UNKNOWN.finding(part.said))
        else:
            result.append(part)
    _check_once(result, found)
    _check_whole(result, found)
    return result


def _own_year(part: Part) -> int | None:
    named = named_year(part.file.path.stem)
    return named if named is not None else named_year(part.file.path.resolve().parent.name, any_day=False)


def _dated_year(table: pa.Table) -> int | None:
    """The last financial year that has more than a sprinkling of the dates."""
    counted: Counter[int] = Counter()
    for name in table.column_names:
        if table.schema.field(name).type == Type.DATE.arrow and name not in _NOT_EVENTS:
            days = pc.value_counts(table[name].drop_null())
            for one in days:
                counted[year_of(one["values"].as_py())] += one["counts"].as_py()
    whole = sum(counted.values())
    return max((year for year, times in counted.items() if times * _RARE >= whole), default=None)


def _check_once(parts: Sequence[Part], found: Collected) -> None:
    seen: dict[tuple[str, int | None], Part] = {}
    for part in parts:
        first = seen.setdefault((part.name, part.year), part)
        if first is not part and part.year:
            what = f"{first.said} and {part.said} both hold {part.name} of {year_said(part.year)}."
            found.add(SAME_FILE_TWICE.finding(part.said, what))


def _check_whole(parts: Sequence[Part], found: Collected) -> None:
    years = {part.year for part in parts if part.name == EPISODES and part.year}
    for year in sorted(set(range(min(years, default=0), max(years, default=0))) - years):
        what = f"There is no return of {year_said(year)} between the others; what began and ended in it is not known."
        found.add(MISSING_YEAR.finding("", what, value=year_said(year)))
