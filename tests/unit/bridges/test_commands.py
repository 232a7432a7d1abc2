"""What `inloco bridge` and `inloco late-entry` print."""

import json

import pytest

from inloco.cli import main
from tests.unit.bridges.test_bridges import county


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    county(tmp_path, "2019-07-31")
    county(tmp_path, "2019-08-31", late=True)
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path))

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return run


def test_a_bridge(run):
    code, out, _ = run("bridge", "health_assessment_up_to_date_pct", "--from", "2019-07", "--to", "2019-08", "--format", "csv")
    assert code == 0
    assert out.splitlines() == [
        "step,numerator,denominator,value",
        '"July 2019, as published",2,5,40.0',
        "Entered late or corrected since it was published,1,0,",
        "Left,0,-1,",
        "Are no longer counted,-1,0,",
        '"August 2019, as known now",2,4,50.0',
    ]


def test_the_children_of_a_bridge(run):
    _, out, _ = run("bridge", "cla_count", "--from", "2019-07", "--to", "2019-08", "--children", "--format", "csv")
    assert out.splitlines() == ["child,step,numerator,denominator", "Cai,Left,-1,0"]


def test_no_bridge(run):
    code, out, err = run("bridge", "cla_count", "--from", "2019-08", "--to", "2019-07")
    assert (code, out) == (2, "")
    assert "the earlier one first" in err


def test_what_came_late(run):
    code, out, _ = run(
        "late-entry", "health_assessment_up_to_date_pct", "--period", "2019-07", "--area", "T1", "--format", "json"
    )
    assert code == 0
    (row,) = json.loads(out)
    assert (row["area"], row["published_numerator"], row["known_numerator"], row["known_value"]) == ("T1", 2, 3, 60.0)


def test_nothing_came_late(run):
    code, _, err = run("late-entry", "cla_count", "--period", "2019-07", "--format", "csv")
    assert (code, err) == (0, "Nothing came late.\n")
    _, out, _ = run("late-entry", "cla_count", "--period", "2019-07", "--area", "T1", "--all", "--format", "csv")
    assert out.splitlines()[1] == "cla_count,T1,,2019-07,5,,5,5,,5"
