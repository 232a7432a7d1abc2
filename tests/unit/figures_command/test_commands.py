"""What `inloco figures`, `children` and `indicator` print, to the letter of the contract."""

import csv
import io
import json

import pytest

from inloco.cli import main
from tests.spec.county import County

HEADER = "indicator,version,area,group,period,numerator,denominator,value,unit,status,snapshot"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    county = County(tmp_path)
    county.child("Amara", sex="F").looked_after("2018-01-10").team("T1", "2018-01-10").assessed("2019-05-03")
    county.child("Bela", sex="M").looked_after("2018-01-10", status="V2")
    county.child("Cai").looked_after("2018-01-10", status="V4")
    county.without("sdq_scores").freeze()
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path))

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return run


def test_figures_as_csv(run):
    code, out, _ = run(
        "figures", "cla_count", "cla_rate", "health_assessment_up_to_date_pct", "sdq_completed_pct",
        "--period", "2019-08", "--area", "Wealdshire", "--format", "csv",
    )  # fmt: skip
    assert code == 0
    lines = out.splitlines()
    snapshot = lines[1].rsplit(",", 1)[1]
    assert lines == [
        HEADER,
        f"cla_count,1,county,,2019-08,2,,2,count,final,{snapshot}",
        f'cla_rate,1,county,,2019-08,2,10000,2.0,"per 10,000",final,{snapshot}',
        f"health_assessment_up_to_date_pct,1,county,,2019-08,1,2,50.0,%,final,{snapshot}",
        f"sdq_completed_pct,1,county,,2019-08,,,,%,not_available,{snapshot}",
    ]


def test_groups_and_json(run):
    _, out, _ = run("figures", "cla_legal_status_count", "--period", "2019-08", "--area", "county", "--format", "json")
    assert {row["group"]: row["value"] for row in json.loads(out)} == {"C2": 1, "V2": 1, "V4": 1}
    _, out, _ = run("figures", "cla_count", "--by", "sex", "--period", "2019-08", "--area", "T1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["group"], row["value"]) for row in rows] == [("F", "1"), ("M", "0")]


def test_without_a_filter_everything_known(run):
    code, out, _ = run("figures", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {"2019-08", "2017-09", "2018/19", "2019/20"} <= {row["period"] for row in rows}
    assert {"county", "north", "T1", "unallocated"} <= {row["area"] for row in rows}
    assert {row["status"] for row in rows} == {"final", "provisional", "not_available"}


def test_children_as_csv(run):
    _, out, _ = run("children", "health_assessment_up_to_date_pct", "--period", "2019-08", "--format", "csv")
    assert out.splitlines() == [
        "child,indicator,area,period,state,reason",
        'Amara,health_assessment_up_to_date_pct,T1,2019-08,met,"Last health assessment 3 May 2019, aged 10"',
        'Bela,health_assessment_up_to_date_pct,unallocated,2019-08,not_met,"Last health assessment not recorded, aged 10"',
        'Cai,health_assessment_up_to_date_pct,unallocated,2019-08,excluded,"Under an agreed series of short breaks (V3, V4)"',
    ]
    _, out, _ = run("children", "health_assessment_up_to_date_pct", "--period", "2019-08", "--not-met", "--format", "csv")
    assert [line[:4] for line in out.splitlines()[1:]] == ["Bela"]


def test_what_is_not_available_says_why(run):
    code, out, err = run("children", "sdq_completed_pct", "--period", "2019-08", "--format", "csv")
    assert (code, out) == (0, "child,indicator,area,period,state,reason\n")
    assert "lacks sdq_scores" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["figures", "cla_cuont"], "Perhaps cla_count"),
        (["figures", "--period", "2019-13"], "is not a period"),
        (["figures", "cla_count", "--area", "Hazle team"], "Perhaps Hazel team"),
        (["figures", "cla_count", "--by", "colour"], "cannot be split"),
        (["children", "cla_count"], "--period"),
        (["indicator", "show", "nothing"], "no indicator"),
    ],
)
def test_wrong_usage(run, arguments, says):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_indicator_shows_definition_and_sql(run):
    _, out, _ = run("indicator", "show", "care_leavers_in_touch_pct", "--sql")
    assert "## Version 2, from 1 July 2019" in out
    assert "in_touch_due(leaver.last_contact_on)" in out
    _, out, _ = run("indicator", "list", "--format", "csv")
    assert out.splitlines()[1].startswith("cin_plans_count,")
