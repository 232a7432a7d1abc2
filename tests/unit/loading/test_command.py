"""`inloco load` and `inloco snapshots` as a script sees them: output, messages and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.errors import StorageRefused
from inloco.cli import main
from tests.factories.county import extract_of

FOLDER = "2019-08-31"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return extract_of(tmp_path / "in" / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_load_answers_as_the_contract_says(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", folder, "--as-at", FOLDER, "--format", "json") == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(answer) == ["snapshot", "refused", "kind", "tables", "findings"]
    assert answer["snapshot"].startswith("2019-08-31-")
    assert (answer["refused"], answer["kind"], answer["tables"]) == (False, "ssd", {"person": 1})
    assert (data / "snapshots" / answer["snapshot"] / "manifest.json").is_file()
    for finding in answer["findings"]:
        assert list(finding) == ["severity", "check", "file", "row", "column", "value", "message", "action"]


def test_english_dates_are_taken_and_nonsense_is_wrong_usage(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("load", folder, "--as-at", "31/08/2019") == 0
    assert "as at 31/08/2019 is frozen" in capsys.readouterr().out
    assert run("load", folder, "--as-at", "31/04/2019") == 2
    assert "is not a day" in capsys.readouterr().err


def test_without_its_day_an_extract_is_wrong_usage(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", folder) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--as-at" in said.err


def test_warnings_give_one_and_stand_in_the_list(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract_of(folder, person=[{"child": "A1", "born_on": ""}])
    assert run("load", folder, "--as-at", FOLDER) == 1
    said = capsys.readouterr().out
    assert "WARNING unborn_without_birth_date in person.csv" in said
    assert "row 2, column pers_dob, “A1”" in said
    assert "In all 0 errors, 1 warning." in said
    assert run("snapshots", "--format", "json") == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert list(listed) == ["id", "as_at", "loaded_at", "kind", "tables", "findings"]
    assert (listed["as_at"], listed["kind"], listed["tables"], listed["findings"]["warning"]) == (FOLDER, "ssd", {"person": 1}, 1)


def test_a_refusal_gives_three_and_says_why(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract_of(folder, person=[{"child": "A1", "born_on": "31/04/2019"}])
    assert run("load", folder, "--as-at", FOLDER) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "row 2, column pers_dob, “31/04/2019”: April has 30 days; there is no 31 April." in said.err
    assert "Nothing was changed." in said.err
    assert run("load", folder, "--as-at", FOLDER, "--format", "json") == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["snapshot"], answer["refused"]) == (None, True)
    assert not (data / "snapshots").exists()


@pytest.mark.parametrize(("name", "words"), [("homes.pdf", "a PDF document"), ("nothing-here", "nothing at this path")])
def test_strange_things_are_refused_politely(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    if name.endswith("pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7\n")
    assert run("load", tmp_path / name) == 3
    said = capsys.readouterr().err
    assert name in said
    assert words in said
    assert "→" in said


def test_checking_makes_no_folder(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", folder, "--as-at", FOLDER, "--check") == 0
    assert "nothing was written" in capsys.readouterr().out
    assert not data.exists()


def test_loading_twice_says_so(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", folder, "--as-at", FOLDER) == 0
    capsys.readouterr()
    assert run("load", folder, "--as-at", FOLDER) == 0
    assert "was loaded before" in capsys.readouterr().out
    assert run("load", folder, "--as-at", FOLDER, "--format", "json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["snapshot"]
    assert "was loaded before" in said.err


def test_many_findings_are_summed_up(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract_of(folder, person=[{"child": f"B{number}", "born_on": ""} for number in range(70)])
    assert run("load", folder, "--as-at", FOLDER) == 1
    said = capsys.readouterr().out
    assert "In all 0 errors, 70 warnings." in said
    assert said.count("row ") == 3
    assert "70 in all" in said


def test_snapshots_when_there_are_none(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("snapshots", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run("snapshots") == 0
    assert "no snapshots yet" in capsys.readouterr().err
    assert run("snapshots", "list", "--format", "csv") == 0
    assert capsys.readouterr().out == "id,as_at,loaded_at,kind,tables,rows,error,warning,info\n"


def test_showing_and_comparing(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day, born in (("2019-07-31", "2010-02-01"), (FOLDER, "")):
        extract_of(folder, person=[{"child": "A1", "born_on": born}])
        run("load", folder, "--as-at", day)
    capsys.readouterr()
    run("snapshots", "--format", "json")
    first, second = (one["id"] for one in json.loads(capsys.readouterr().out))
    assert run("snapshots", "show", second) == 0
    shown = capsys.readouterr().out
    assert "WARNING unborn_without_birth_date" in shown
    assert "person.csv" in shown
    assert run("snapshots", "show", second, "--format", "json") == 0
    assert "unborn_without_birth_date" in {one["check"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert run("snapshots", "show", second, "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("severity,check,file,row,column,value,message,action\nwarning,unborn")
    assert run("snapshots", "compare", first, second, "--format", "csv") == 0
    assert capsys.readouterr().out == "table,rows_before,rows_after,added,removed,changed\nperson,1,1,0,0,1\n"
    assert run("snapshots", "show", "2019-08-31-00000000") == 2
    assert "There is no snapshot" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_a_refusal(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in-the-way").write_text("a file")
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path / "in-the-way" / "data"))
    assert run("load", folder, "--as-at", FOLDER) == 3
    assert "INLOCO_DATA" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("load",), ("load", "x", "--as-at"), ("snapshots", "compare", "x"), ("load", "x", "--format", "xml")]
)
def test_wrong_usage_is_two(data: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 2


@pytest.mark.parametrize(
    "command", [("load",), ("snapshots",), ("snapshots", "list"), ("snapshots", "show"), ("snapshots", "compare")]
)
def test_help_has_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    assert "Example: inloco" in capsys.readouterr().out


def test_a_load_computes_the_figures_where_it_is_told_to(data: Path, folder: Path) -> None:
    assert run("load", folder, "--as-at", FOLDER) == 0
    assert not FigureBook(data).is_kept()
    assert run("load", folder, "--as-at", FOLDER, "--figures") == 0
    assert FigureBook(data).is_kept()


def test_figures_that_cannot_be_computed_do_not_undo_the_load(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageRefused("There is no room left on the disk.", action="Free some space.")

    monkeypatch.setattr(FigureBook, "warm", full)
    assert run("load", folder, "--as-at", FOLDER, "--figures") == 0
    said = capsys.readouterr()
    assert "is frozen" in said.out
    assert "The figures are not computed yet. There is no room left" in said.err
