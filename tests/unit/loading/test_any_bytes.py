"""Whatever the bytes: a load answers with findings or a snapshot, never with a traceback."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore

HEADER = "pers_person_id,pers_dob,pers_sex,pers_send_flag\n"
CELLS = st.one_of(
    st.sampled_from(["A1", "A2", "", "2010-02-01", "31/04/2019", "12/31/2019", "Y", "NULL", "É", " "]),
    st.sampled_from(['"', '""', '"a,b"', "\r", "\n", "\x1a", "\t"]),
    st.text(max_size=8),
)
ROWS = st.lists(st.lists(CELLS, max_size=6).map(",".join), max_size=8).map("\n".join)


def attempt(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        result = load([Path(folder)], store=SnapshotStore(Path(folder) / "kept"), as_at=date(2019, 8, 31), check_only=True)
        assert result.refused is (result.counts["error"] > 0)
        for finding in result.findings:
            assert finding.message
            assert finding.action
            assert finding.value is None or len(finding.value) <= 60


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(["person.csv", "person.parquet", "anything.csv", "areas.csv"]))
def test_any_bytes(data: bytes, name: str) -> None:
    attempt(data, name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_rows_below_a_header(rows: str, encoding: str) -> None:
    attempt((HEADER + rows).encode(encoding, "replace"), "person.csv")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=1, max_size=40), st.integers(0, 400))
def test_a_parquet_file_with_a_scratch(scratch: bytes, place: int) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"pers_person_id": ["A1", "A2"], "pers_dob": ["2010-02-01", "2012-03-01"]}), sink)
    data = bytearray(sink.getvalue().to_pybytes())
    start = min(place, len(data) - 1)
    data[start : start + len(scratch)] = scratch
    attempt(bytes(data), "person.parquet")
