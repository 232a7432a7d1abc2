"""Making a county: the same bytes, no overwriting, nothing left behind."""

import errno
import os
import subprocess
import sys
from datetime import date

import pytest

from inloco.analytics.errors import StorageRefused, WrongUsage
from inloco.analytics.periods import month
from inloco.analytics.synthetic import county as making
from inloco.analytics.synthetic import make_county
from tests.unit.synthetic.conftest import UNTIL, contents

SMALL = {"children": 40, "months": 2, "until": UNTIL, "history": 36}


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    make_county(tmp_path / "here", **SMALL, seed=5)
    code = (
        "from datetime import date; from pathlib import Path; from inloco.analytics.synthetic import make_county; "
        f"make_county(Path({str(tmp_path / 'there')!r}), children=40, months=2, until=date(2019, 8, 31), history=36, seed=5)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"})
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_another_seed_gives_another_county(tmp_path):
    make_county(tmp_path / "one", **SMALL, seed=5)
    make_county(tmp_path / "two", **SMALL, seed=6)
    assert contents(tmp_path / "one")["2019-08-31/ssd_person.csv"] != contents(tmp_path / "two")["2019-08-31/ssd_person.csv"]


def test_a_shorter_row_of_months_is_the_end_of_a_longer_one(tmp_path):
    make_county(tmp_path / "long", **{**SMALL, "months": 4})
    [only] = make_county(tmp_path / "short", **{**SMALL, "months": 1})
    assert contents(only) == contents(tmp_path / "long" / only.name)


def test_folders_come_oldest_first_and_progress_only_grows(tmp_path):
    seen = []
    made = make_county(
        tmp_path / "c", children=40, months=3, until=month(2020, 2), history=24, progress=lambda what, share: seen.append(share)
    )
    assert [path.name for path in made] == ["2019-12-31", "2020-01-31", "2020-02-29"]
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"children": 39}, "39 children"),
        ({"children": 100_001}, "100,001 children"),
        ({"months": 0}, "0 months"),
        ({"months": 121}, "121 months"),
        ({"history": 11}, "11 months"),
        ({"history": 121}, "121 months"),
        ({"months": 24, "history": 23}, "Records of 23 months"),
        ({"until": date(2009, 12, 31)}, "2009-12"),
        ({"until": date(2060, 12, 31)}, "2060-12"),
        ({"until": date(2019, 8, 30)}, "2019-08"),
    ],
    ids=str,
)
def test_impossible_arguments_are_refused(tmp_path, changed, says):
    with pytest.raises(WrongUsage, match=says):
        make_county(tmp_path / "c", **{**SMALL, **changed})
    assert not (tmp_path / "c").exists()


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(WrongUsage, match="not empty"):
        make_county(tmp_path, **SMALL)
    assert contents(tmp_path) == {"mine.txt": b"keep me"}


def test_a_file_is_not_a_folder(tmp_path):
    (tmp_path / "file").write_text("keep me")
    with pytest.raises(WrongUsage, match="file where the folder"):
        make_county(tmp_path / "file", **SMALL)


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(making, "staff", full)
    with pytest.raises(StorageRefused, match="full"):
        make_county(tmp_path / "c", **SMALL)
    assert not (tmp_path / "c").exists()


def test_stopping_halfway_leaves_nothing_behind(tmp_path):
    def stop(_what, share):
        if share > 0.6:
            raise KeyboardInterrupt

    (tmp_path / "mine").mkdir()
    with pytest.raises(KeyboardInterrupt):
        make_county(tmp_path / "mine", **SMALL, progress=stop)
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageRefused, match="cannot be written"):
        make_county(tmp_path / "file" / "below", **SMALL)
