"""What `inloco analysis` prints: the words of the pages, with their numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inloco.cli import main
from tests.factories.vale import vale

Run = Callable[..., tuple[int, list[dict[str, str]], str]]


@contextmanager
def data_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INLOCO_DATA", str(folder))
        yield


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council")
    vale(folder)
    (folder / "council.toml").write_text(
        '[[targets]]\nindicator = "dental_up_to_date_pct"\nvalue = 90\n'
        '[[limits]]\nindicator = "cla_count"\nfrom = 2018-09-01\nbaseline_to = 2019-03-31\nreason = "A new front door"\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def run(council: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, list[dict[str, str]], str]:
        capsys.readouterr()
        with data_in(council), pytest.raises(SystemExit) as left:
            main(["analysis", *arguments, "--format", "csv"])
        printed = capsys.readouterr()
        return int(str(left.value.code)), list(csv.DictReader(io.StringIO(printed.out))), printed.err

    return run


def test_the_course_with_its_limits_and_their_reason(run: Run) -> None:
    code, rows, _ = run("trend", "cla_count", "dental_up_to_date_pct", "--period", "2019-08")
    assert code == 0
    count, dental = rows
    assert (count["value"], count["trend"], count["variation"]) == ("24", "no real change", "common cause")
    assert (count["limits"], count["limits_from"], count["reason"]) == ("locked", "2018-09", "A new front door")
    assert (dental["limits"], dental["reason"], dental["target"]) == ("full", "", "90")
    assert dental["assurance"] == "consistently misses the target"
    assert float(dental["lower"]) <= float(dental["centre"]) <= float(dental["upper"])


def test_every_indicator_with_a_value_has_a_word(run: Run) -> None:
    _, rows, _ = run("trend", "--period", "2019-08", "--area", "Elm team")
    assert {"cla_count", "dental_up_to_date_pct"} <= {row["indicator"] for row in rows}
    assert {row["area"] for row in rows} == {"elm"}
    assert all(row["trend"] for row in rows)
    leaver = next(row for row in rows if row["indicator"] == "cla_count")
    assert leaver["reason"] == "", "the council's limits are the authority's"


def test_the_distance_to_target_and_others_and_the_rank(run: Run) -> None:
    _, rows, _ = run("standing", "dental_up_to_date_pct", "--period", "2019-08", "--area", "oak")
    assert [row["compared_with"] for row in rows] == ["Target", "Vale of Marrow", "England"]
    england = rows[-1]
    assert (england["their_period"], england["their_value"], england["word"]) == ("2017/18", "83.8", "worse")
    assert (england["rank"], england["of"]) == ("2", "2")
    assert {float(row["value"]) - float(row["their_value"]) for row in rows} == {float(row["distance"]) for row in rows}


def test_teams_against_chance(run: Run) -> None:
    _, rows, _ = run("teams", "dental_up_to_date_pct", "--period", "2019-08")
    found = {row["area"]: row for row in rows}
    assert (found["elm"]["numerator"], found["oak"]["numerator"]) == ("10", "2")
    assert found["elm"]["rank"] == "1 of 2"
    assert (found["unallocated"]["share"], found["unallocated"]["place"]) == ("", "no children")
    for row in (found["elm"], found["oak"]):
        limits = [float(row[name]) for name in ("lower_998", "lower_95", "upper_95", "upper_998")]
        assert limits == sorted(limits)
        assert 0 <= limits[0] <= limits[-1] <= 100, "no share lies beyond"


def test_groups_with_intervals(run: Run) -> None:
    _, rows, _ = run("groups", "dental_up_to_date_pct", "--period", "2019-08", "--by", "sex")
    assert [(row["group"], row["numerator"], row["denominator"]) for row in rows] == [("F", "12", "24")]
    assert rows[0]["word"] == "too few to say", "there is nobody else to compare them with"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("trend", "nonsense", "--period", "2019-08"), "There is no indicator"),
        (("trend", "caf_by_agency_count", "--period", "2019-08"), "not computed from an extract"),
        (("standing", "cla_count", "--period", "2019-08", "--area", "Nowhere"), "There is no area"),
        (("teams", "cla_count", "--period", "2019-08"), "nothing to compare teams by"),
        (("groups", "cla_count", "--period", "2019-08", "--by", "sex"), "cannot be compared by sex"),
        (("groups", "dental_up_to_date_pct", "--period", "2019-08", "--by", "shoe"), "It can by age"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, rows, err = run(*arguments)
    assert (code, rows) == (2, [])
    assert said in err


def test_where_nothing_has_a_value_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with data_in(tmp_path), pytest.raises(SystemExit) as left:
        main(["analysis", "trend", "--period", "2019-08", "--format", "csv"])
    printed = capsys.readouterr()
    assert not left.value.code
    assert len(printed.out.splitlines()) == 1, "the header alone"
    assert "can be judged" in printed.err
