"""A made-up county without faults has none; with faults, the load finds every one, where it was planted."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.findings import Severity
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic.county import make_county
from inloco.analytics.synthetic.faults import Planted
from inloco.analytics.synthetic.planting import LIST
from tests.unit.synthetic.test_faults import CONSEQUENCES, NATURAL

AS_AT = date(2019, 8, 31)
Place = tuple[str, int | None, str]


def found_and_planted(root: Path, planted: Planted) -> tuple[set[Place], set[Place]]:
    [folder] = make_county(root / "county", children=60, months=1, history=36, until=AS_AT, seed=3, faults=planted)
    result = load([folder], store=SnapshotStore(root / "kept"), check_only=True)
    noted = {(one.file, one.row, one.check) for one in result.findings if one.severity is not Severity.INFO}
    listing = root / "county" / LIST
    if not listing.exists():
        return noted, set()
    with listing.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if planted is Planted.WARNINGS or row["severity"] == "error"]
    return noted, {(Path(row["file"]).name, int(row["row"]) if row["row"] else None, row["check"]) for row in rows}


@pytest.mark.parametrize("planted", [Planted.NONE, Planted.WARNINGS])
def test_every_planted_fault_is_found_and_no_other_kind(tmp_path: Path, planted: Planted) -> None:
    found, listed = found_and_planted(tmp_path, planted)
    assert listed <= found
    besides = {check for _, _, check in found - listed} - NATURAL
    assert besides <= CONSEQUENCES
    assert bool(besides) is (planted is Planted.WARNINGS), "one fault mostly shows in more than one place"
    assert bool(listed) is (planted is Planted.WARNINGS)


def test_all_that_refuses_is_found_at_once(tmp_path: Path) -> None:
    found, listed = found_and_planted(tmp_path, Planted.ALL)
    assert listed
    assert listed <= found
