"""Which files are a return, which year they belong to, what refuses them, and that the XML says the same as the CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import format_of
from inloco.analytics.extracts.formats.ssda903.collection import coded_columns, collected_files, file_of
from inloco.analytics.extracts.formats.ssda903.conversion import GIVEN_BY
from inloco.analytics.extracts.formats.ssda903.years import named_year
from inloco.analytics.findings import Finding
from inloco.analytics.loading import load
from inloco.analytics.schema.codes import code_lists
from inloco.analytics.schema.tables import tables
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.returns import episode, header, return_of, taken, xml_of


@pytest.mark.parametrize("name", sorted(collected_files()))
def test_a_file_is_told_by_its_columns_in_any_order(name: str) -> None:
    fields = [column.field for column in collected_files()[name].columns]
    assert file_of(reversed(fields)) == name
    assert file_of([field.lower() for field in fields] + ["REMARK"]) == name


@pytest.mark.parametrize("name", sorted(name for name, table in tables().items() if table.columns))
def test_no_table_of_the_dataset_is_taken_for_one(name: str) -> None:
    columns = tables()[name].columns
    assert file_of(column.field for column in columns) is None
    assert file_of(column.name for column in columns) is None


def test_every_list_and_table_is_known() -> None:
    assert set(coded_columns().values()) <= set(code_lists())
    assert set(GIVEN_BY) <= set(tables())
    for givers in GIVEN_BY.values():
        assert all(column in collected_files()[file].by_name for file, column in givers)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("episodes-2018-19", 2019), ("2018_2019 header", 2019), ("201819", 2019), ("SSDA903 2019", 2019), ("2019-03-31", 2019),
        ("episodes 2019-08-31", 2020), ("1999-00", None), ("header", None), ("2019-99-99", None), ("2017 to 2018", 2018),
    ],
)  # fmt: skip
def test_the_year_in_a_name(name: str, year: int | None) -> None:
    assert named_year(name) == year


def test_a_folder_of_another_day_says_no_year() -> None:
    assert named_year("2019-08-31", any_day=False) is None
    assert named_year("2019-03-31", any_day=False) == 2019


def test_years_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for year in ("2017-18", "2018-19"):
        folder = return_of(tmp_path / year, Header=[header()], Episodes=[episode("01/05/2017")])
        for file in folder.iterdir():
            file.rename(tmp_path / "in" / f"{file.stem}-{year}.csv")
    snapshot, result = taken(tmp_path / "data", tmp_path / "in")
    assert snapshot.as_at == date(2019, 3, 31)
    assert not [finding for finding in result.findings if finding.severity == "error"]


def test_the_year_by_its_dates(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "in", Header=[header()], Episodes=[episode("01/05/2017"), episode("02/03/2018", "A2")])
    assert taken(tmp_path / "data", folder)[0].as_at == date(2018, 3, 31)


def test_a_slip_of_the_pen_is_not_the_year(tmp_path: Path) -> None:
    episodes = [episode("02/03/2018", f"A{number}") for number in range(150)] + [episode("02/03/2081", "B1")]
    folder = return_of(tmp_path / "in", Header=[header()], Episodes=episodes)
    assert taken(tmp_path / "data", folder)[0].as_at == date(2018, 3, 31)


def refused(tmp_path: Path, *paths: Path) -> list[Finding]:
    result = load(paths, store=SnapshotStore(tmp_path / "data"))
    assert result.refused
    assert result.snapshot is None
    return [finding for finding in result.findings if finding.severity == "error"]


def test_a_needed_column_is_missing(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()])
    (folder / "e.csv").write_text("CHILD,DECOM,RNE,LS,CIN,PLACE,DEC\nA1,01/05/2018,S,C2,N1,U6,\n")
    assert [(one.check, one.file, one.column) for one in refused(tmp_path, folder)] == [("missing_column", "e.csv", "REC")]


def test_a_date_that_does_not_exist(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("31/04/2018")])
    assert [(one.check, one.row, one.column) for one in refused(tmp_path, folder)] == [("impossible_date", 2, "DECOM")]


def test_an_end_before_its_start_names_the_returns_column_and_file(tmp_path: Path) -> None:
    first = return_of(tmp_path / "2017-18", Header=[header()], Episodes=[episode("01/05/2017", DEC="01/06/2017", REC="E3")])
    second = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018", DEC="01/04/2018", REC="E3")])
    assert [(one.check, one.file, one.row, one.column) for one in refused(tmp_path, first, second)] == [
        ("end_before_start", "2018-19/Episodes.csv", 2, "DEC")
    ]


def test_a_row_without_a_child(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018", "")])
    assert [(one.check, one.column) for one in refused(tmp_path, folder)] == [("missing_identifier", "CHILD")]


def test_a_return_without_episodes(tmp_path: Path) -> None:
    assert refused(tmp_path, return_of(tmp_path / "2018-19", Header=[header()]))[0].check == "no_episodes"


def test_one_file_twice(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018")])
    (folder / "again.csv").write_bytes((folder / "Episodes.csv").read_bytes())
    assert {one.check for one in refused(tmp_path, folder)} == {"same_return_twice"}


def test_a_file_of_no_year(tmp_path: Path) -> None:
    first = return_of(tmp_path / "2017-18", Episodes=[episode("01/05/2017")])
    second = return_of(tmp_path / "2018-19", Episodes=[episode("01/05/2017")])
    lost = return_of(tmp_path / "in", Header=[header()])
    assert [(one.check, one.file) for one in refused(tmp_path, first, second, lost)] == [("return_year_unknown", "Header.csv")]


def test_a_return_and_an_extract(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Episodes=[episode("01/05/2018")])
    (folder / "person.csv").write_text("pers_person_id,pers_dob\nA1,2010-05-14\n")
    assert [one.check for one in refused(tmp_path, folder)] == ["mixed_kinds"]


def test_an_unknown_code_is_reported_and_blank(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header(ETHNIC="ABCD")], Episodes=[episode("01/05/2018", PLACE="Q9")])
    snapshot, result = taken(tmp_path / "data", folder)
    assert {(one.file, one.column, one.value) for one in result.findings if one.check == "unknown_code"} == {
        ("Header.csv", "ETHNIC", "ABCD"),
        ("Episodes.csv", "PLACE", "Q9"),
    }
    assert snapshot.read("cla_placement")["type"].to_pylist() == [None]


def test_a_code_out_of_its_years_is_said_in_the_returns_words(tmp_path: Path) -> None:
    folder = return_of(
        tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018", PLACE="K3", DEC="01/06/2018", REC="E3")]
    )
    _, result = taken(tmp_path / "data", folder)
    [found] = [one for one in result.findings if one.check == "code_out_of_use"]
    assert (found.file, found.row, found.column, found.value) == ("Episodes.csv", 2, "PLACE", "K3")


def test_the_same_return_again_is_the_same_snapshot(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018")])
    first, _ = taken(tmp_path / "data", folder)
    second, result = taken(tmp_path / "data", folder)
    assert (first.id, result.already) == (second.id, True)


def test_a_return_without_a_year_or_a_date(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "in", Header=[header()], Episodes=[])
    assert {one.check for one in refused(tmp_path, folder)} == {"return_year_unknown"}


CHILDREN = [
    (
        header(UASC="0", MC_DOB="", DATE_INT="01/07/2018", DATE_MATCH="01/09/2018", FOSTER_CARE="1", NB_ADOPTR="1",
               SEX_ADOPTR="F1", LS_ADOPTR="L0"),
        [
            ("AREVIEW", {"REVIEW": "20/05/2018", "REVIEW_CODE": "PN1"}),
            ("AREVIEW", {"REVIEW": "20/08/2018", "REVIEW_CODE": "PN2"}),
            ("PERMANENCE", {"PREV_PERM": "Z1"}),
            ("OC2", {"SDQ_SCORE": "12", "IMMUNISATIONS": "1", "CONVICTED": "0"}),
            ("AMISSING", {"MISSING": "M", "MIS_START": "03/06/2018", "MIS_END": "04/06/2018"}),
            ("AD_PLACED", {"DATE_PLACED": "01/07/2018", "DATE_PLACED_CEASED": "", "REASON_PLACED_CEASED": ""}),
        ],
        [episode("01/05/2018", DEC="01/06/2018", REC="X1"), episode("01/06/2018", RNE="L", LS="E1", PL_POST="QQ2 2QQ")],
    ),
    (header("A2", SEX="M", UASC="1", DUC="01/02/2027"), [], [episode("01/08/2018", "A2", LS="V2")]),
]  # fmt: skip


def test_the_xml_says_what_the_csv_says(tmp_path: Path) -> None:
    (tmp_path / "return-2018-19.xml").write_text(xml_of(CHILDREN))
    inside: dict[str, list[dict[str, str]]] = {"Header": [], "Episodes": [], "AD1": [], "UASC": []}
    names = {"AREVIEW": "Reviews", "PERMANENCE": "PrevPerm", "AMISSING": "Missing", "AD_PLACED": "PlacedAdoption", "OC2": "OC2"}
    for fields, records, episodes in CHILDREN:
        for file in ("Header", "AD1", "UASC"):
            own = {column.field for column in collected_files()[file].columns}
            row = {field: value for field, value in fields.items() if field in own}
            if file == "Header" or (file == "AD1" and "DATE_INT" in row) or (file == "UASC" and fields["UASC"] == "1"):
                inside[file].append(row)
        for name, record in records:
            inside.setdefault(names[name], []).append({"CHILD": fields["CHILD"], **record})
        inside["Episodes"] += [dict(one) for one in episodes]
    as_csv, _ = taken(tmp_path / "csv", return_of(tmp_path / "2018-19", **inside))
    as_xml, _ = taken(tmp_path / "xml", tmp_path / "return-2018-19.xml")
    assert as_xml.tables == as_csv.tables
    for table in as_csv.tables:
        assert as_xml.read(table).to_pylist() == as_csv.read(table).to_pylist(), table


def test_xml_findings_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(xml_of([(header(ETHNIC="ABCD", SHOE="9"), [], [episode("01/05/2018")])]))
    _, result = taken(tmp_path / "data", tmp_path / "r.xml")
    found = {one.check: one for one in result.findings}
    assert (found["unknown_code"].column, found["unknown_code"].row) == ("ETHNIC", 4)
    assert found["extra_column"].column == "SHOE"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ('<!DOCTYPE EXPSSDA903 [<!ENTITY a "b">]><EXPSSDA903>&a;</EXPSSDA903>', "forbidden_xml"),
        ('<!DOCTYPE EXPSSDA903 SYSTEM "http://example.invalid/x.dtd"><EXPSSDA903/>', "forbidden_xml"),
        ("<EXPSSDA903><CHILD><HEADER>", "damaged_xml"),
        ('<?xml version="1.0" encoding="klingon"?><EXPSSDA903/>', "damaged_xml"),
        ("<EXPSSDA903>" + "<CHILD>" * 40, "forbidden_xml"),
        ("<EXPSSDA903><CHILD><HEADER><CHILDID>" + "x" * 20_000 + "</CHILDID></HEADER></CHILD></EXPSSDA903>", "long_cell"),
    ],
)
def test_broken_and_harmful_xml_is_refused(tmp_path: Path, text: str, check: str) -> None:
    (tmp_path / "return.xml").write_text(text)
    assert refused(tmp_path, tmp_path / "return.xml")[0].check == check


def test_other_xml_is_no_return(tmp_path: Path) -> None:
    file = GivenFile(tmp_path / "c.xml", b"<?xml version='1.0'?><Message><Children/></Message>", True)
    given = format_of(file)
    assert given is None or given.kind != "ssda903"
