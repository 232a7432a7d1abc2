"""Areas, populations and comparators: the extract's own, else the newest set's, else what can be told without."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from inloco.analytics.areas import AreaKind
from inloco.analytics.periods import month
from inloco.analytics.reference import AUTHORITY, Comparator, reference_for
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import snapshot_of, table_of

AS_AT = date(2019, 8, 31)
AREAS = [
    {"area": "C", "name": "Fennshire", "kind": "authority"},
    {"area": "N", "name": "North", "kind": "district", "parent": "C"},
    {"area": "T1", "name": "North team", "kind": "team", "parent": "N", "from_on": "2015-04-01"},
]


def reference_set(root: Path, **tables: list[dict[str, object]]) -> None:
    SnapshotStore(root).write("reference", None, {name: table_of(name, rows) for name, rows in tables.items()})


def tree_of(root: Path, snapshot_kind: str | None = "ssd") -> dict[str, tuple[AreaKind, str | None]]:
    store = SnapshotStore(root)
    areas = reference_for(store, store.latest(snapshot_kind) if snapshot_kind else None).areas
    return {area.id: (area.kind, area.parent) for area in areas if area.kind is not AreaKind.COMPARATOR}


def test_the_extracts_own_areas_come_first(tmp_path: Path) -> None:
    reference_set(tmp_path, areas=[{"area": "OLD", "name": "Old", "kind": "authority"}])
    snapshot_of(tmp_path, as_at=AS_AT, areas=AREAS)
    assert tree_of(tmp_path) == {"C": (AreaKind.AUTHORITY, None), "N": (AreaKind.DISTRICT, "C"), "T1": (AreaKind.TEAM, "N")}


def test_else_the_newest_set(tmp_path: Path) -> None:
    reference_set(tmp_path, areas=[{"area": "OLD", "name": "Old", "kind": "authority"}])
    reference_set(tmp_path, areas=AREAS)
    snapshot_of(tmp_path, as_at=AS_AT, person=[])
    assert "T1" in tree_of(tmp_path)
    assert "OLD" not in tree_of(tmp_path)


def test_else_another_extracts(tmp_path: Path) -> None:
    snapshot_of(tmp_path, as_at="2019-07-31", areas=AREAS)
    snapshot_of(tmp_path, as_at=AS_AT, person=[])
    assert "T1" in tree_of(tmp_path)


def test_each_table_for_itself(tmp_path: Path) -> None:
    reference_set(tmp_path, population=[{"area": "Fennshire", "from_on": "2018-07-01", "under_18": 250000}])
    snapshot = snapshot_of(tmp_path, as_at=AS_AT, areas=AREAS)
    reference = reference_for(SnapshotStore(tmp_path), snapshot)
    assert reference.under_18("C", AS_AT) == 250000


def test_else_the_departments_as_a_tree(tmp_path: Path) -> None:
    departments = [
        {"team": "T1", "name": "First", "parent": "D1"},
        {"team": "T2", "name": "Second", "parent_name": "North"},
        {"team": "D1", "name": "North", "parent": "L1"},
        {"team": "L1", "name": "East", "parent": "C"},
        {"team": "C", "name": "Fennshire"},
    ]
    snapshot_of(tmp_path, as_at=AS_AT, department=departments)
    assert tree_of(tmp_path) == {
        "C": (AreaKind.AUTHORITY, None),
        "L1": (AreaKind.LOCALITY, "C"),
        "D1": (AreaKind.DISTRICT, "L1"),
        "T1": (AreaKind.TEAM, "D1"),
        "T2": (AreaKind.TEAM, "D1"),
    }


def test_departments_without_a_top_get_one(tmp_path: Path) -> None:
    snapshot_of(
        tmp_path, as_at=AS_AT, department=[{"team": "T1", "name": "First"}, {"team": "T2", "name": "Second", "parent": "T2"}]
    )
    assert tree_of(tmp_path) == {
        AUTHORITY: (AreaKind.AUTHORITY, None),
        "T1": (AreaKind.TEAM, AUTHORITY),
        "T2": (AreaKind.TEAM, AUTHORITY),
    }


def test_else_one_authority_with_comparators_beside_it(tmp_path: Path) -> None:
    areas = reference_for(SnapshotStore(tmp_path), None).areas
    assert [area.id for area in areas] == [AUTHORITY, "England", "Statistical neighbours"]
    assert areas.match("National") is areas.match("England") is not None
    assert areas.match("SN") is not None


def test_submitted_figures_say_which_areas_there_are_when_nothing_else_does(tmp_path: Path) -> None:
    table = pa.table(
        {
            "area": ["Fennshire", "North", "North", "North West"],
            "area_name": ["Fennshire", "North", "North", "North West"],
            "area_kind": ["authority", "district", "district", "comparator"],
        }
    )
    SnapshotStore(tmp_path).write("submitted", None, {"submitted_figures": table})
    assert tree_of(tmp_path, None) == {"Fennshire": (AreaKind.AUTHORITY, None), "North": (AreaKind.DISTRICT, "Fennshire")}
    assert "North West" in reference_for(SnapshotStore(tmp_path), None).areas
    snapshot_of(tmp_path, as_at=AS_AT, areas=AREAS)
    assert "North" not in tree_of(tmp_path)
    assert "North West" in reference_for(SnapshotStore(tmp_path), SnapshotStore(tmp_path).latest()).areas


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2018-06-30", None), ("2018-07-01", 100), ("2019-06-30", 100), ("2019-07-01", 110), ("2030-01-01", 110)],
)
def test_populations_are_dated(tmp_path: Path, on: str, expected: int | None) -> None:
    population = [
        {"area": "C", "from_on": "2018-07-01", "to_on": "2019-07-01", "under_18": 100},
        {"area": "C", "from_on": "2019-07-01", "under_18": 110},
    ]
    snapshot = snapshot_of(tmp_path, as_at=AS_AT, areas=AREAS, population=population)
    assert reference_for(SnapshotStore(tmp_path), snapshot).under_18("C", date.fromisoformat(on)) == expected


def test_comparators_keep_their_period_and_source(tmp_path: Path) -> None:
    rows = [
        {"indicator": "x", "area": "National", "period": "2019-03-31", "value": "40", "source": "A return"},
        {"indicator": "x", "area": "Our region", "period": "2018/19", "value": "3.50"},
    ]
    reference = reference_for(SnapshotStore(tmp_path), snapshot_of(tmp_path, as_at=AS_AT, areas=AREAS, comparators=rows))
    assert reference.comparators[0] == Comparator("x", "England", month(2019, 3), Decimal("40"), "A return")
    assert (reference.comparators[1].area, str(reference.comparators[1].value), reference.comparators[1].source) == (
        "Our region",
        "3.5",
        "",
    )
    assert str(reference.comparators[0].value) == "40"
    assert reference.areas["Our region"].kind is AreaKind.COMPARATOR
