"""Whatever bytes a return holds, it is loaded or refused with findings; nothing else happens."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.returns import episode, header, return_of, xml_of

CELLS = st.one_of(
    st.sampled_from(
        ["", "A1", "01/05/2018", "31/03/2019", "S", "X1", "C2", "U6", "E4A", "-", "0", "é", "9999-12-31", "'", '"', "<&>"]
    ),
    st.text(max_size=8),
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4)


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    for where, what in changes:
        place = int(where * len(data))
        data = data[:place] + what + data[place + len(what) :]
    return data


def loaded_or_refused(folder: Path, store: Path) -> None:
    result = load([folder], store=SnapshotStore(store))
    assert result.refused == (result.snapshot is None)
    assert not result.refused or any(finding.severity == "error" for finding in result.findings)


@settings(max_examples=12, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=5))
def test_any_cells(rows: list[list[str]]) -> None:
    fields = ["CHILD", "DECOM", "RNE", "LS", "PLACE", "PL_POST", "DEC", "REC"]
    given_rows = [dict(zip(fields, row, strict=True)) for row in rows]
    with tempfile.TemporaryDirectory() as temporary:
        folder = return_of(Path(temporary) / "2018-19", Header=[header()], Episodes=[episode("01/05/2018"), *given_rows])
        loaded_or_refused(folder, Path(temporary) / "data")


@settings(max_examples=12, deadline=None)
@given(changes=CHANGES)
def test_any_xml(changes: list[tuple[float, bytes]]) -> None:
    whole = xml_of([(header(), [("AREVIEW", {"REVIEW": "20/05/2018", "REVIEW_CODE": "PN1"})], [episode("01/05/2018")])]).encode()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "2018-19"
        folder.mkdir()
        (folder / "return.xml").write_bytes(changed(whole, changes))
        loaded_or_refused(folder, Path(temporary) / "data")
