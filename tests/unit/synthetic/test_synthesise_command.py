"""``inloco synthesise``: what it prints, and what it refuses."""

from datetime import date

import pytest
from click.testing import CliRunner

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import month
from inloco.cli import inloco as command
from inloco.cli import main
from inloco.cli.synthesise import last_month

SMALL = ["--children", "40", "--months", "2", "--history", "24", "--until", "2019-08"]


def test_it_prints_the_folders_it_made(tmp_path):
    result = CliRunner().invoke(command, ["synthesise", str(tmp_path / "c"), *SMALL])
    assert result.exit_code == 0
    assert result.stdout.split() == [str(tmp_path / "c" / day) for day in ("2019-07-31", "2019-08-31")]
    assert not (tmp_path / "c" / "faults.csv").exists()


def test_faults_are_listed(tmp_path):
    result = CliRunner().invoke(command, ["synthesise", str(tmp_path / "c"), *SMALL, "--warnings"])
    assert result.exit_code == 0
    text = (tmp_path / "c" / "faults.csv").read_text(encoding="utf-8")
    assert "overlapping_episodes,warning" in text
    assert ",error" not in text


def test_a_return_is_a_folder_a_year(tmp_path):
    options = ["--children", "40", "--months", "1", "--history", "24", "--until", "2019-05", "--format", "ssda903", "--xml"]
    result = CliRunner().invoke(command, ["synthesise", str(tmp_path / "c"), *options])
    assert result.exit_code == 0
    assert result.stdout.split() == [str(tmp_path / "c" / "2018-19")]
    assert (tmp_path / "c" / "2018-19" / "ssda903.xml").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "mosaic"], "mosaic"),
        (["--format", "cin", "--xml"], "Only an SSDA903 return"),
        (["--format", "annexa", "--faults"], "Faults can be planted"),
        (["--children", "7"], "7 children"),
        (["--until", "2018/19"], "is not a month"),
        (["--until", "August"], "is not a period"),
        (["--faults", "--warnings"], "exclude each other"),
    ],
)
def test_wrong_usage_says_what_is_wrong(tmp_path, capsys, options, says):
    with pytest.raises(SystemExit) as left:
        main(["synthesise", str(tmp_path / "c"), *options])
    assert left.value.code == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_the_last_complete_month_is_the_default():
    assert last_month(None, today=date(2026, 11, 22)) == month(2026, 10)
    assert last_month(None, today=date(2026, 1, 1)) == month(2025, 12)
    assert last_month("2019-08", today=date(2026, 1, 1)) == month(2019, 8)


def test_a_year_is_not_a_month():
    with pytest.raises(WrongUsage):
        last_month("2019-Q1", today=date(2026, 1, 1))
