"""Killed at any moment: the old state or the new one. Two at once: one of each. A full disk: nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import snapshot_of

WRITER = """
import os, signal, sys
from datetime import date
from pathlib import Path
import pyarrow as pa
from inloco.analytics.snapshots import SnapshotStore

root, moment, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0

def dying(real, after):
    def call(*given, **named):
        global seen
        seen += 1
        if seen == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if seen == number and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

if moment == "fsync":
    os.fsync = dying(os.fsync, after=False)
elif moment.startswith("rename"):
    Path.rename = dying(Path.rename, after=moment == "rename done")
elif moment == "mkdir":
    Path.mkdir = dying(Path.mkdir, after=True)
tables = {name: pa.table({"child": ["A1", "A2"]}) for name in ("person", "cla_episodes")}
print(SnapshotStore(root).write("ssd", date(2019, 8, 31), tables).id)
"""
"""Writes two tables and kills itself at the given call: fsync 1 and 2 are tables, 3 the manifest, 4 its folder, 5 the parent."""


def write(root: Path, moment: str = "", number: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WRITER, root, moment, str(number)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("moment", "number", "is_there"),
    [
        ("mkdir", 2, False),
        ("fsync", 1, False),
        ("fsync", 2, False),
        ("fsync", 3, False),
        ("fsync", 4, False),
        ("rename", 1, False),
        ("rename done", 1, True),
        ("fsync", 5, True),
    ],
)
def test_killed_at_any_moment_leaves_the_old_state_or_the_new(tmp_path: Path, moment: str, number: int, is_there: bool) -> None:
    before = snapshot_of(tmp_path, as_at="2019-07-31", person=[{"child": "A1"}])
    assert write(tmp_path, moment, number).returncode == -9
    store = SnapshotStore(tmp_path)
    found = store.list()
    assert found[0] == before
    assert len(found) == 1 + is_there
    for snapshot in found:
        assert {name: snapshot.read(name).num_rows for name in snapshot.tables} == snapshot.tables
    again = write(tmp_path)
    assert again.returncode == 0, again.stderr
    assert [one.as_at for one in store.list()] == [date(2019, 7, 31), date(2019, 8, 31)]
    assert sorted(path.name for path in store.folder.iterdir()) == sorted([".lock", *(one.id for one in store.list())])


def test_what_a_killed_writer_left_is_swept_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    assert write(tmp_path, "fsync", 2).returncode == -9
    store = SnapshotStore(tmp_path)
    with store._incoming() as busy:
        assert list(store.folder.glob(".incoming-*")) == [busy]
        assert store.sweep() == 0
        assert busy.is_dir()
    assert list(store.folder.glob(".incoming-*")) == []


def test_two_processes_with_the_same_content_make_one_snapshot(tmp_path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, "", "0"], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = {one.communicate()[0].strip() for one in started}
    assert [one.returncode for one in started] == [0, 0, 0]
    assert said == {one.id for one in SnapshotStore(tmp_path).list()}
    assert len(said) == 1


FULL_DISK = """
import resource, signal, sys
from datetime import date
from pathlib import Path
import numpy as np, pyarrow as pa
from inloco.analytics.errors import StorageRefused
from inloco.analytics.snapshots import SnapshotStore

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
table = pa.table({"child": np.random.default_rng(1).integers(0, 2**60, 200_000).astype(str)})
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    SnapshotStore(Path(sys.argv[1])).write("ssd", date(2019, 8, 31), {"person": table})
except StorageRefused as refused:
    print(refused)
    sys.exit(refused.exit_code)
"""


def test_when_the_disk_takes_no_more_nothing_is_left_behind(tmp_path: Path) -> None:
    before = snapshot_of(tmp_path, as_at="2019-07-31", person=[{"child": "A1"}])
    ended = subprocess.run([sys.executable, "-c", FULL_DISK, tmp_path], capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr
    assert "no room left" in ended.stdout
    store = SnapshotStore(tmp_path)
    assert store.list() == [before]
    assert sorted(path.name for path in store.folder.iterdir()) == sorted([".lock", before.id])
