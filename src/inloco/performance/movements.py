"""Who came and who went between two extracts, who has another team, and in whose record what stood there reads otherwise now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.data_quality import CHILD_BY
from inloco.analytics.facts.build import Facts
from inloco.analytics.periods import month_of
from inloco.analytics.reference import reference_for
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.data_folder import data_folder

TODAY_ONLY = frozenset({"care_leavers"})
"""Tables that hold how things are today: another value there is news, not a correction."""

STEPS = {
    "added": "Entered late: looked after on the earlier day after all",
    "taken_back": "Taken back: not looked after on the earlier day after all",
    "entered": "Came into care",
    "left": "Left care",
    "moved": "Have another responsible team",
    "corrected": "Something in the record was corrected",
    "new": "In this extract for the first time",
    "gone": "No longer in the extract",
}
"""The ways in which a child can differ between two extracts, as a list of those children is headed."""

Who = Mapping[str, Sequence[str]]
"""A key of STEPS → the children."""


@dataclass(frozen=True)
class Movements:
    """Children looked after, as the overview counts them, on the day of the extract before and on the as-at day. ``before`` is
    what the extract before said; ``added`` and ``taken_back`` are what the new one corrects about that day. ``moved`` changed
    their responsible team; ``new`` and ``gone`` are children in one of the two extracts only, looked after or not.
    ``corrected`` are children, looked after or not, of whom something that stood there reads otherwise or not at all now."""

    before_on: date
    after_on: date
    before: int
    added: int
    taken_back: int
    entered: int
    left: int
    after: int
    moved: int
    new: int
    gone: int
    corrected: int = 0


def movements(before: Snapshot, after: Snapshot) -> tuple[Movements, Who] | None:
    """The numbers and the children between two child-level snapshots; None where one of them lacks the tables or the day, or
    where the later day is the same or earlier."""
    needed = ("person", "cla_episodes")
    if before.as_at is None or after.as_at is None or not all(one.has(table) for one in (before, after) for table in needed):
        return None
    if after.as_at <= before.as_at:
        return None
    was = _looked_after(before, before.as_at)
    known = _looked_after(after, before.as_at)
    now = _looked_after(after, after.as_at)
    people_before, people_after = (set(one.read("person", ["child"])["child"].to_pylist()) for one in (before, after))
    who = {
        "added": known.keys() - was.keys(),
        "taken_back": was.keys() - known.keys(),
        "entered": now.keys() - known.keys(),
        "left": known.keys() - now.keys(),
        "moved": {child for child, area in now.items() if child in known and known[child] != area},
        "corrected": corrected(before, after),
        "new": people_after - people_before,
        "gone": people_before - people_after,
    }
    counts = {step: len(children) for step, children in who.items()}
    numbers = Movements(before_on=before.as_at, after_on=after.as_at, before=len(was), after=len(now), **counts)
    return numbers, {step: sorted(children) for step, children in who.items()}


def corrected(before: Snapshot, after: Snapshot) -> set[str]:
    """Children with a row in both extracts of which a filled cell holds something else now, or nothing. What was blank and is
    filled in is no correction: an end came, or an answer."""
    found: set[str] = set()
    with duckdb.connect() as connection:
        for name in sorted(before.tables.keys() & after.tables.keys() & known_tables().keys() - TODAY_ONLY):
            table = known_tables()[name]
            if table.is_used and table.key and not table.is_reference:
                found |= _corrected(connection, before, after, name)
    return found


def _corrected(connection: duckdb.DuckDBPyConnection, before: Snapshot, after: Snapshot, name: str) -> set[str]:
    table = known_tables()[name]
    old, new = (connection.read_parquet(str(one.path(name))) for one in (before, after))
    if not all(column in old.columns and column in new.columns for column in table.key):
        return set()
    child, joined = "b.child", ""
    if "child" not in table.by_name:
        through, column = CHILD_BY.get(name, ("", ""))
        if not through or not after.has(through):
            return set()
        owner = connection.read_parquet(str(after.path(through)))
        owner.create_view("owner", replace=True)
        child, joined = "o.child", f"join owner o on o.{column} = b.{column}"
    shared = [column for column in new.columns if column in old.columns and column not in table.key]
    differs = " or ".join(f'(a."{column}" is not null and a."{column}" is distinct from b."{column}")' for column in shared)
    if not differs:
        return set()
    old.create_view("old", replace=True)
    new.create_view("new", replace=True)
    same = " and ".join(f'a."{column}" = b."{column}"' for column in table.key)
    rows = connection.execute(f"select distinct {child} from old a join new b on {same} {joined} where {differs}").fetchall()
    return {child for (child,) in rows if child}


def _looked_after(snapshot: Snapshot, on: date) -> dict[str, str]:
    """Every child looked after on that day by this snapshot, short breaks left out, with the responsible area."""
    root = data_folder()
    reference = reference_for(SnapshotStore(root), snapshot)
    with Facts(replace(snapshot, as_at=on), reference, Settings.read(root), [month_of(on)]) as facts:
        for name in ("looked_after_day", "responsible"):
            facts.build(name)
        found = facts.connection.execute(
            """select day.child, coalesce(any_value(responsible.area), $unallocated)
               from looked_after_day as day
               left join responsible on responsible.child = day.child and responsible.from_on <= day.on_day
                 and (responsible.to_on is null or responsible.to_on > day.on_day)
               where not day.short_breaks and day.on_day = $on group by day.child""",
            {"on": on, "unallocated": UNALLOCATED},
        ).fetchall()
    return dict(found)
