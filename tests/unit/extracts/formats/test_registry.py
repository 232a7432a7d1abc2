"""The seam of formats: provenance of rows, the registry, and which snapshots count as extracts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.extracts.formats import formats
from inloco.analytics.extracts.places import place_of, row_in
from inloco.analytics.snapshots import CHILD_LEVEL_KINDS, SnapshotStore
from tests.factories.county import table_of

MARCH, AUGUST = date(2019, 3, 31), date(2019, 8, 31)


def tables_of(child: str) -> dict[str, object]:
    return {"person": table_of("person", [{"child": child, "born_on": "2010-02-01"}])}


@pytest.mark.parametrize(("file", "row"), [(0, 2), (3, 2), (700, 4_000_000_000)])
def test_a_row_keeps_its_file(file: int, row: int) -> None:
    names = [f"{number}.csv" for number in range(701)]
    assert place_of(row_in(file, row), names) == (f"{file}.csv", row)


def test_a_plain_row_is_one_of_the_first_file() -> None:
    assert place_of(17, ["person.csv"]) == ("person.csv", 17)


def test_every_format_is_a_child_level_kind() -> None:
    assert set(formats()) <= set(CHILD_LEVEL_KINDS)
    assert all(kind == one.kind and one.title for kind, one in formats().items())


def test_the_latest_extract_is_of_any_format(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    store.write("ssd", MARCH, tables_of("A1"))
    later = store.write("ssda903", AUGUST, tables_of("A2"))
    store.write("submitted", None, {"submitted_figures": tables_of("A3")["person"]})
    assert store.latest() == later
    assert FigureBook(tmp_path).snapshot() == later
    assert [one.as_at for one in store.extracts()] == [MARCH, AUGUST]


def test_of_two_for_one_day_the_fuller_format_counts(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    full = store.write("ssd", AUGUST, tables_of("A1"))
    store.write("ssda903", AUGUST, tables_of("A2"))
    assert store.latest() == full
    assert store.latest("ssda903") != full


def test_as_known_looks_at_every_format(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    march = store.write("annexa", MARCH, tables_of("A1"))
    store.write("ssd", AUGUST, tables_of("A2"))
    assert store.latest(as_known=date(2019, 5, 1)) == march
