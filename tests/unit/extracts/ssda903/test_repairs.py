"""Returns of several years that disagree: the later one counts, nothing overlaps, and each repair is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inloco.analytics.findings import Finding
from tests.factories.returns import Row, episode, header, taken, years

REPAIRS = {
    "episode_without_start", "repeated_episode", "restated_episode", "moved_end", "superseded_episode", "vanished_episode",
    "unended_episode", "cut_episode",
}  # fmt: skip

Stretch = tuple[date, date | None, str | None]


def told(tmp_path: Path, **episodes: Sequence[Row]) -> tuple[list[Stretch], list[Finding]]:
    """The episodes of the snapshot, and the findings of repairs. ``y2018=[…]`` is the return of the year to March 2018."""
    given = {name: {"Header": [header()], "Episodes": rows} for name, rows in episodes.items()}
    snapshot, result = taken(tmp_path / "data", *years(tmp_path, **given))
    held: list[dict[str, Any]] = snapshot.read("cla_episodes").to_pylist()
    found = [finding for finding in result.findings if finding.check in REPAIRS]
    return [(row["started_on"], row["ended_on"], row["end_reason"]) for row in held], found


def one(found: list[Finding]) -> tuple[str, str, int | None]:
    assert len(found) == 1, found
    return found[0].check, found[0].file, found[0].row


def test_an_episode_that_goes_on_is_no_disagreement(tmp_path: Path) -> None:
    stretches, found = told(
        tmp_path,
        y2018=[episode("01/05/2017")],
        y2019=[episode("01/05/2017", DEC="03/06/2018", REC="X1"), episode("03/06/2018", RNE="L", LS="E1")],
    )
    assert stretches == [(date(2017, 5, 1), date(2018, 6, 3), "X1"), (date(2018, 6, 3), None, None)]
    assert found == []


def test_the_later_return_counts(tmp_path: Path) -> None:
    given = {
        "y2018": {"Header": [header()], "Episodes": [episode("01/05/2017", LS="V2")]},
        "y2019": {"Header": [header()], "Episodes": [episode("01/05/2017", LS="C1", URN="SC000009")]},
    }
    snapshot, result = taken(tmp_path / "data", *years(tmp_path, **given))
    assert snapshot.read("legal_status")["legal_status"].to_pylist() == ["C1"]
    [found] = [finding for finding in result.findings if finding.check in REPAIRS]
    assert (found.check, found.file, found.row) == ("restated_episode", "2018-19/Episodes.csv", 2)
    assert "2017/18" in found.message
    assert "LS V2 → C1, URN SC000001 → SC000009" in found.message


@pytest.mark.parametrize(
    ("before", "after"),
    [(("02/02/2018", "E4A"), ("09/02/2018", "E4A")), (("", ""), ("09/02/2018", "E4A")), (("02/02/2018", "E4A"), ("", ""))],
)
def test_an_end_that_moved(tmp_path: Path, before: tuple[str, str], after: tuple[str, str]) -> None:
    stretches, found = told(
        tmp_path,
        y2018=[episode("01/05/2017", DEC=before[0], REC=before[1])],
        y2019=[episode("01/05/2017", DEC=after[0], REC=after[1])],
    )
    assert stretches == [(date(2017, 5, 1), date(2018, 2, 9) if after[0] else None, after[1] or None)]
    assert one(found) == ("moved_end", "2018-19/Episodes.csv", 2)


def test_open_at_the_year_end_and_absent_later(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("01/05/2017")], y2019=[episode("01/05/2018", "A2")])
    assert (date(2017, 5, 1), date(2018, 4, 1), None) in stretches
    assert one(found) == ("vanished_episode", "2017-18/Episodes.csv", 2)
    assert "31/03/2018" in found[0].message


def test_absent_later_but_back_in_care(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("01/05/2017")], y2019=[episode("01/12/2018")])
    assert stretches == [(date(2017, 5, 1), date(2018, 4, 1), None), (date(2018, 12, 1), None, None)]
    assert one(found)[0] == "vanished_episode"


def test_absent_later_but_care_went_on(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("01/05/2017")], y2019=[episode("02/07/2018", RNE="P")])
    assert stretches == [(date(2017, 5, 1), date(2018, 7, 2), "X1"), (date(2018, 7, 2), None, None)]
    assert one(found) == ("unended_episode", "2017-18/Episodes.csv", 2)


def test_no_end_before_the_next(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("01/05/2017"), episode("01/06/2017", RNE="L", LS="E1")])
    assert stretches == [(date(2017, 5, 1), date(2017, 6, 1), "X1"), (date(2017, 6, 1), None, None)]
    assert one(found) == ("unended_episode", "Episodes.csv", 2)


def test_no_end_before_a_new_start(tmp_path: Path) -> None:
    stretches, _ = told(tmp_path, y2018=[episode("01/05/2017"), episode("01/06/2017")])
    assert stretches[0] == (date(2017, 5, 1), date(2017, 6, 1), None)


@pytest.mark.parametrize(("reason", "kept"), [("S", "E4A"), ("P", "X1")])
def test_an_overlap_is_cut(tmp_path: Path, reason: str, kept: str) -> None:
    stretches, found = told(
        tmp_path, y2018=[episode("01/05/2017", DEC="09/06/2017", REC="E4A"), episode("01/06/2017", RNE=reason)]
    )
    assert stretches[0] == (date(2017, 5, 1), date(2017, 6, 1), kept)
    assert (one(found), found[0].value) == (("cut_episode", "Episodes.csv", 2), "2017-06-09")


def test_a_start_that_moved_leaves_the_old_episode_aside(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("05/05/2017")], y2019=[episode("01/05/2017")])
    assert stretches == [(date(2017, 5, 1), None, None)]
    assert one(found) == ("superseded_episode", "2017-18/Episodes.csv", 2)


def test_a_row_that_stands_there_twice(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode("01/05/2017"), episode("01/05/2017", DEC="01/06/2017", REC="E3")])
    assert stretches == [(date(2017, 5, 1), date(2017, 6, 1), "E3")]
    assert one(found) == ("repeated_episode", "Episodes.csv", 3)


def test_an_episode_without_a_start(tmp_path: Path) -> None:
    stretches, found = told(tmp_path, y2018=[episode(""), episode("01/05/2017")])
    assert stretches == [(date(2017, 5, 1), None, None)]
    assert one(found) == ("episode_without_start", "Episodes.csv", 2)


def test_many_years_give_one_history(tmp_path: Path) -> None:
    stretches, found = told(
        tmp_path,
        y2017=[episode("01/05/2016")],
        y2018=[episode("01/05/2016", DEC="01/09/2017", REC="X1"), episode("01/09/2017", RNE="P", PL_POST="QQ9 9QQ")],
        y2019=[episode("01/09/2017", RNE="P", PL_POST="QQ9 9QQ", DEC="30/03/2019", REC="E45")],
    )
    assert stretches == [(date(2016, 5, 1), date(2017, 9, 1), "X1"), (date(2017, 9, 1), date(2019, 3, 30), "E45")]
    assert found == []


def checks_of(tmp_path: Path, **given: dict[str, list[Row]]) -> dict[str, Finding]:
    return {finding.check: finding for finding in taken(tmp_path / "data", *years(tmp_path, **given))[1].findings}


def test_a_year_between_is_missed(tmp_path: Path) -> None:
    files: dict[str, list[Row]] = {"Header": [header()], "Episodes": [episode("01/05/2016")]}
    assert checks_of(tmp_path, y2017=files, y2019=files)["return_year_missing"].value == "2017/18"


def test_a_file_that_only_some_years_have(tmp_path: Path) -> None:
    files: dict[str, list[Row]] = {"Header": [header()], "Episodes": [episode("01/05/2016")]}
    reviews: list[Row] = [{"CHILD": "A1", "REVIEW": "20/05/2016", "REVIEW_CODE": "PN1"}]
    found = checks_of(tmp_path, y2017={**files, "Reviews": reviews}, y2018=files)["return_part_missing"]
    assert "Reviews is missing from the return of 2017/18" in found.message


def test_what_holds_now_comes_from_the_last_year_only(tmp_path: Path) -> None:
    files: dict[str, list[Row]] = {"Header": [header()], "Episodes": [episode("01/05/2016")]}
    answers: list[Row] = [{"CHILD": "A1", "DOB": "14/05/2010", "IMMUNISATIONS": "1", "SDQ_SCORE": "7"}]
    snapshot, result = taken(tmp_path / "data", *years(tmp_path, y2017={**files, "OC2": answers}, y2018=files))
    assert not snapshot.has("cla_immunisations")
    assert snapshot.read("sdq_scores")["completed_on"].to_pylist() == [date(2017, 3, 31)]
    assert "dated_by_return" in {finding.check for finding in result.findings}


def test_two_dates_of_birth(tmp_path: Path) -> None:
    files: dict[str, list[Row]] = {"Episodes": [episode("01/05/2016")]}
    given = {"y2017": {**files, "Header": [header()]}, "y2018": {**files, "Header": [header(DOB="15/05/2010")]}}
    snapshot, result = taken(tmp_path / "data", *years(tmp_path, **given))
    assert snapshot.read("person")["born_on"].to_pylist() == [date(2010, 5, 15)]
    assert "14/05/2010" in next(finding for finding in result.findings if finding.check == "different_person").message


def test_a_review_in_two_returns_is_one(tmp_path: Path) -> None:
    files: dict[str, list[Row]] = {"Header": [header()], "Episodes": [episode("01/05/2016")]}
    reviews = [{"CHILD": "A1", "REVIEW": "20/05/2016", "REVIEW_CODE": code} for code in ("PN1", "PN7")]
    given = {"y2017": {**files, "Reviews": reviews[:1]}, "y2018": {**files, "Reviews": reviews[1:]}}
    snapshot, result = taken(tmp_path / "data", *years(tmp_path, **given))
    assert snapshot.read("cla_reviews")["participation"].to_pylist() == ["PN7"]
    assert "repeated_review" in {finding.check for finding in result.findings}


def test_care_that_began_before_the_returns(tmp_path: Path) -> None:
    found = checks_of(tmp_path, y2018={"Header": [header()], "Episodes": [episode("01/05/2015", RNE="P")]})
    assert found["begins_before_returns"].value == "1"


def test_a_return_that_ends_early(tmp_path: Path) -> None:
    found = checks_of(tmp_path, y2018={"Header": [header()], "Episodes": [episode("01/05/2017")]})
    assert "01/05/2017" in found["return_ends_early"].message
