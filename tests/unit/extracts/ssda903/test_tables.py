"""What each file of the return becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inloco.analytics.schema.tables import tables
from inloco.analytics.snapshots import Snapshot
from tests.factories.returns import Row, episode, header, return_of, taken

START, MARCH = date(2018, 4, 1), date(2019, 3, 31)


def rows(snapshot: Snapshot, table: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value is not None} for row in snapshot.read(table).to_pylist()]


def one_year(tmp_path: Path, **given: list[Row]) -> Snapshot:
    files: dict[str, list[Row]] = {"Header": [header()], "Episodes": [episode("01/05/2018")], **given}
    return taken(tmp_path / "data", return_of(tmp_path / "2018-19", **files))[0]


def test_the_kind_the_day_and_the_shape(tmp_path: Path) -> None:
    snapshot = one_year(tmp_path)
    assert (snapshot.kind, snapshot.as_at) == ("ssda903", MARCH)
    for table in snapshot.tables:
        assert snapshot.read(table).schema.equals(tables()[table].arrow), table


def test_what_a_return_cannot_give_is_absent(tmp_path: Path) -> None:
    snapshot = one_year(tmp_path)
    assert set(snapshot.tables) == {"person", "cla_episodes", "cla_placement", "legal_status", "linked_identifiers"}


def test_a_person(tmp_path: Path) -> None:
    snapshot = one_year(tmp_path, Header=[header(SEX="2", MOTHER="1"), header("A2", UPN="UN4")])
    first, second = rows(snapshot, "person")
    assert first == {"child": "A1", "born_on": date(2010, 5, 14), "sex": "F", "ethnicity": "MWBC", "is_mother": True}
    assert second["upn_unknown"] == "UN4"
    assert [row["identifier_value"] for row in rows(snapshot, "linked_identifiers")] == ["A123456789012"]


def test_a_child_who_died(tmp_path: Path) -> None:
    snapshot = one_year(tmp_path, Episodes=[episode("01/05/2018", DEC="02/06/2018", REC="E2")])
    assert rows(snapshot, "person")[0]["died_on"] == date(2018, 6, 2)


def test_a_person_without_a_header_comes_from_another_file(tmp_path: Path) -> None:
    snapshot = one_year(
        tmp_path, Header=[header("A2")], Missing=[{"CHILD": "A1", "DOB": "14/05/2010", "MIS_START": "03/06/2018"}]
    )
    assert {row["child"]: row["born_on"] for row in rows(snapshot, "person")}["A1"] == date(2010, 5, 14)


CARE: list[Row] = [
    episode("01/05/2018", LS="V2", DEC="01/06/2018", REC="X1"),
    episode("01/06/2018", RNE="L", LS="C1", DEC="01/07/2018", REC="X1", REASON_PLACE_CHANGE="CARPL"),
    episode("01/07/2018", RNE="P", LS="C1", PL_POST="QQ3 3QQ", URN="SC000002", DEC="01/09/2018", REC="E4A"),
    episode("01/02/2019", LS="C1", PLACE="K2", PLACE_PROVIDER="PR4"),
]


def test_episodes_and_their_periods(tmp_path: Path) -> None:
    found = rows(one_year(tmp_path, Episodes=CARE), "cla_episodes")
    assert [row["period_of_care"] for row in found] == ["A1-2018-05-01"] * 3 + ["A1-2019-02-01"]
    assert found[1] == {
        "episode": "A1-2018-06-01", "child": "A1", "started_on": date(2018, 6, 1), "start_reason": "L", "need": "N1",
        "ended_on": date(2018, 7, 1), "end_reason": "X1", "period_of_care": "A1-2018-05-01",
    }  # fmt: skip


def test_placements_are_runs_in_one_place(tmp_path: Path) -> None:
    found = rows(one_year(tmp_path, Episodes=CARE), "cla_placement")
    assert [(row["started_on"], row.get("ended_on"), row["type"], row["postcode"]) for row in found] == [
        (date(2018, 5, 1), date(2018, 7, 1), "U6", "QQ2 2QQ"),
        (date(2018, 7, 1), date(2018, 9, 1), "U6", "QQ3 3QQ"),
        (date(2019, 2, 1), None, "K2", "QQ2 2QQ"),
    ]
    assert (found[0]["change_reason"], found[0]["urn"], found[2]["provider"]) == ("CARPL", "SC000001", "PR4")


def test_a_new_carer_at_the_same_address_is_a_new_placement(tmp_path: Path) -> None:
    care = [episode("01/05/2018", DEC="01/06/2018", REC="X1"), episode("01/06/2018", RNE="P")]
    assert len(rows(one_year(tmp_path, Episodes=care), "cla_placement")) == 2


def test_legal_statuses_are_runs(tmp_path: Path) -> None:
    found = rows(one_year(tmp_path, Episodes=CARE), "legal_status")
    assert [(row["legal_status"], row["started_on"], row.get("ended_on")) for row in found] == [
        ("V2", date(2018, 5, 1), date(2018, 6, 1)),
        ("C1", date(2018, 6, 1), date(2018, 9, 1)),
        ("C1", date(2019, 2, 1), None),
    ]


def test_a_status_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert rows(one_year(tmp_path, Episodes=[episode("01/05/2018", LS="C9")]), "legal_status") == []


def test_reviews_belong_to_their_period(tmp_path: Path) -> None:
    reviews = [
        {"CHILD": "A1", "DOB": "14/05/2010", "REVIEW": day, "REVIEW_CODE": code}
        for day, code in (("20/05/2018", "PN1"), ("01/09/2018", "PN4"), ("01/12/2018", "PN1"), ("20/02/2019", ""))
    ]
    found = sorted(rows(one_year(tmp_path, Episodes=CARE, Reviews=reviews), "cla_reviews"), key=lambda row: row["held_on"])
    assert [(row["held_on"], row.get("period_of_care"), row.get("participation")) for row in found] == [
        (date(2018, 5, 20), "A1-2018-05-01", "PN1"),
        (date(2018, 9, 1), "A1-2018-05-01", "PN4"),
        (date(2018, 12, 1), None, "PN1"),
        (date(2019, 2, 20), "A1-2019-02-01", None),
    ]


def test_scores_and_immunisations(tmp_path: Path) -> None:
    answers = [
        {"CHILD": "A1", "DOB": "14/05/2010", "SDQ_SCORE": "0", "SDQ_REASON": "", "IMMUNISATIONS": "1", "CONVICTED": "0"},
        {"CHILD": "A2", "DOB": "14/05/2010", "SDQ_SCORE": "", "SDQ_REASON": "SDQ2", "IMMUNISATIONS": "0", "CONVICTED": "1"},
    ]
    snapshot = one_year(tmp_path, OC2=answers)
    assert [
        (row["child"], row["completed_on"], row.get("score"), row.get("missing_reason")) for row in rows(snapshot, "sdq_scores")
    ] == [
        ("A1", MARCH, 0, None),
        ("A2", MARCH, None, "SDQ2"),
    ]
    assert [row["is_up_to_date"] for row in rows(snapshot, "cla_immunisations")] == [True, False]
    assert [(row["child"], row["convicted_on"]) for row in rows(snapshot, "cla_convictions")] == [("A2", MARCH)]
    assert not snapshot.has("cla_health")


def test_scores_need_their_column(tmp_path: Path) -> None:
    snapshot = one_year(tmp_path, OC2=[{"CHILD": "A1", "DOB": "14/05/2010", "TEETH_CHECK": "1"}])
    assert not {"sdq_scores", "cla_immunisations", "cla_convictions"} & set(snapshot.tables)


def test_care_leavers_and_deprivations_of_liberty_give_no_table(tmp_path: Path) -> None:
    folder = return_of(
        tmp_path / "2018-19",
        Header=[header()],
        Episodes=[episode("01/05/2018")],
        OC3=[{"CHILD": "A2", "DOB": "14/05/2000", "IN_TOUCH": "YES", "ACTIV": "F2", "ACCOM": "B1"}],
        DoLo=[{"CHILD": "A1", "DOB": "14/05/2010", "DOLO_START": "02/05/2018", "DOLO_END": ""}],
    )
    snapshot, result = taken(tmp_path / "data", folder)
    assert not snapshot.has("care_leavers")
    assert {finding.file for finding in result.findings if finding.check == "not_in_a_snapshot"} == {"OC3.csv", "DoLo.csv"}


def test_missing_episodes(tmp_path: Path) -> None:
    missing = [
        {"CHILD": "A1", "DOB": "14/05/2010", "MISSING": "M", "MIS_START": "03/06/2018", "MIS_END": "05/06/2018"},
        {"CHILD": "A1", "DOB": "14/05/2010", "MISSING": "A", "MIS_START": "03/03/2019", "MIS_END": ""},
    ]
    found = rows(one_year(tmp_path, Missing=missing), "missing")
    assert [(row["type"], row["started_on"], row.get("ended_on")) for row in found] == [
        ("M", date(2018, 6, 3), date(2018, 6, 5)),
        ("A", date(2019, 3, 3), None),
    ]


def test_social_workers(tmp_path: Path) -> None:
    workers = [
        {
            "CHILD": "A1",
            "DOB": "14/05/2010",
            "SW_ID": "SW1",
            "SW_DECOM": "01/05/2018",
            "SW_DEC": "01/09/2018",
            "SW_REASON": "LEFTRL",
        },
        {"CHILD": "A1", "DOB": "14/05/2010", "SW_ID": "SW2", "SW_DECOM": "01/09/2018", "SW_DEC": "", "SW_REASON": ""},
    ]
    first, second = rows(one_year(tmp_path, SWEpisodes=workers), "involvements")
    assert (first["worker"], first["role"], first["change_reason"]) == ("SW1", "ALLOCATED CASE WORKER", "LEFTRL")
    assert "team" not in second
    assert "ended_on" not in second


def test_unaccompanied_children(tmp_path: Path) -> None:
    told = [{"CHILD": "A1", "SEX": "M", "DOB": "14/05/2010", "DUC": "14/05/2028"}]
    [found] = rows(one_year(tmp_path, UASC=told), "immigration_status")
    assert (found["immigration_status"], found["started_on"], found["ended_on"]) == ("UASC", date(2018, 5, 1), date(2028, 5, 14))


def test_adoption(tmp_path: Path) -> None:
    care = [
        episode("01/05/2018", LS="C2", DEC="01/08/2018", REC="X1"),
        episode("01/08/2018", RNE="L", LS="E1", DEC="01/10/2018", REC="X1"),
        episode("01/10/2018", RNE="P", LS="E1", PLACE="A6", DEC="01/03/2019", REC="E12"),
        episode("01/05/2018", "A2"),
    ]
    snapshot = one_year(
        tmp_path,
        Header=[header(), header("A2")],
        Episodes=care,
        AD1=[
            {"CHILD": "A1", "DOB": "14/05/2010", "DATE_INT": "01/07/2018", "DATE_MATCH": "01/09/2018", "FOSTER_CARE": "0",
             "NB_ADOPTR": "2", "SEX_ADOPTR": "MF", "LS_ADOPTR": "L11"},
        ],
        PlacedAdoption=[
            {"CHILD": "A1", "DOB": "14/05/2010", "DATE_PLACED": "01/07/2018", "DATE_PLACED_CEASED": "",
             "REASON_PLACED_CEASED": ""},
            {"CHILD": "A2", "DOB": "14/05/2010", "DATE_PLACED": "02/07/2018", "DATE_PLACED_CEASED": "02/11/2018",
             "REASON_PLACED_CEASED": "RD3"},
        ],
    )  # fmt: skip
    first, second = rows(snapshot, "permanence")
    assert first == {
        "row_id": "A1-A-2018-07-01", "child": "A1", "period_of_care": "A1-2018-05-01", "adm_decision_on": date(2018, 7, 1),
        "placement_order_on": date(2018, 8, 1), "placed_for_adoption_on": date(2018, 10, 1), "matched_on": date(2018, 9, 1),
        "adopted_by_carer_flag": False, "permanence_order_on": date(2019, 3, 1), "permanence_order_type": "Adoption order",
        "adopter_sex": "MF", "adopter_legal_status": "L11", "number_of_adopters": "2",
    }  # fmt: skip
    assert (second["decision_reversed_on"], second["decision_reversed_reason"]) == (date(2018, 11, 2), "RD3")


def test_previous_permanence(tmp_path: Path) -> None:
    told = [{"CHILD": "A1", "DOB": "14/05/2010", "PREV_PERM": "P2", "LA_PERM": "WAL", "DATE_PERM": "zz/zz/2014"}]
    [found] = rows(one_year(tmp_path, PrevPerm=told), "cla_previous_permanence")
    assert found == {
        "row_id": "A1", "child": "A1", "previous_permanence_order_date": "zz/zz/2014", "previous_permanence_option": "P2",
        "previous_permanence_la": "WAL",
    }  # fmt: skip


def test_the_day_may_be_given(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "r", Header=[header()], Episodes=[episode("01/05/2018")])
    assert taken(tmp_path / "data", folder, as_at=date(2018, 8, 31))[0].as_at == date(2018, 8, 31)


def test_reference_data_may_lie_beside_it(tmp_path: Path) -> None:
    folder = return_of(tmp_path / "2018-19", Header=[header()], Episodes=[episode("01/05/2018")])
    (folder / "areas.csv").write_text("area,name,kind,parent\ncounty,Wealdshire,authority,\n")
    assert taken(tmp_path / "data", folder)[0].tables["areas"] == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_headers_are_matched_tolerantly(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "2018-19"
    folder.mkdir()
    text = 'Child ID;"decom";Rne;ls;Cin;Pl;Dec;REC;Note\nÉ1;2018-05-01;S - Started;C2;N1;U6;;;seen\n'
    (folder / "export of march.txt").write_bytes(text.encode(encoding))
    snapshot, result = taken(tmp_path / "data", folder)
    assert [(row["child"], row["start_reason"]) for row in rows(snapshot, "cla_episodes")] == [("É1", "S")]
    assert [finding.column for finding in result.findings if finding.check == "extra_column"] == ["Note"]
