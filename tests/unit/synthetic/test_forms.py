"""The county in other forms: the same children give the same integers, whatever they are read from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from inloco.analytics import engine
from inloco.analytics.errors import WrongUsage
from inloco.analytics.extracts.formats.annexa.lists import lists
from inloco.analytics.extracts.formats.ssda903.collection import collected_files
from inloco.analytics.figure import Status
from inloco.analytics.loading import load
from inloco.analytics.periods import parse_period
from inloco.analytics.reach import is_partial, reaches
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic import Form, Planted, make_county
from inloco.analytics.synthetic.forms.ssda903 import CHECK_LETTERS, upn, years_to
from tests.unit.synthetic.conftest import contents

UNTIL = date(2019, 3, 31)
PERIODS = [parse_period(period) for period in ("2019-03", "2018/19", "2018-10")]
Figures = dict[tuple[str, str, str], tuple[int | None, int | None]]


@dataclass(frozen=True)
class Made:
    root: Path

    def folders(self, name: str, form: Form, **more: object) -> list[Path]:
        """The county in this form, made once."""
        root = self.root / name
        if not root.exists():
            months = 1 if form in (Form.SSD, Form.ANNEXA) else 13
            make_county(root, children=60, months=months, until=UNTIL, history=60, seed=3, form=form, **more)  # type: ignore[arg-type]
        return sorted(path for path in root.iterdir() if path.is_dir())

    def figures(self, name: str, form: Form, **more: object) -> Figures:
        """What can be computed of the authority from the county in this form."""
        folders = self.folders(name, form, **more)
        store = SnapshotStore(self.root / f"{name}-data")
        result = load(folders[-1:] if form is Form.CIN else folders, store=store, as_at=UNTIL)
        assert result.snapshot is not None, result.findings
        assert result.snapshot.kind == {"cin": "cin_census"}.get(form, form)
        reference = reference_for(store, result.snapshot)
        assert reference.areas.authority is not None
        return {
            (one.indicator, str(one.period), one.group): (one.numerator, one.denominator)
            for one in engine.compute(result.snapshot, reference, Settings(), None, PERIODS)
            if one.area == reference.areas.authority.id and one.status is not Status.NOT_AVAILABLE
        }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("forms"))


@pytest.mark.parametrize(
    ("name", "form", "more", "fewest"),
    [
        ("csv", Form.SSDA903, {}, 37),
        ("xml", Form.SSDA903, {"xml": True}, 37),
        ("annexa", Form.ANNEXA, {}, 33),
        ("cin", Form.CIN, {}, 9),
    ],
)
def test_the_same_county_has_the_same_figures(made: Made, name: str, form: Form, more: dict[str, object], fewest: int) -> None:
    expected = made.figures("ssd", Form.SSD)
    found = made.figures(name, form, **more)
    assert {cell: (value, expected.get(cell)) for cell, value in found.items() if value != expected.get(cell)} == {}
    assert len({indicator for indicator, _, _ in found}) >= fewest - 2
    kind = {"cin": "cin_census"}.get(form, str(form))
    if is_partial(kind):
        beyond = {"annexa": {"ni64_cp_2y_ceased_pct"}, "cin_census": {"plo_children_count"}}[kind]
        assert set(reaches()[kind]) - {indicator for indicator, _, _ in found} == beyond, "the year to March, and a later module"


def test_the_same_seed_gives_the_same_bytes_in_every_form(made: Made, tmp_path: Path) -> None:
    for name, form, more in (("csv", Form.SSDA903, {}), ("annexa", Form.ANNEXA, {}), ("cin", Form.CIN, {})):
        made.folders(name, form)
        again = Made(tmp_path)
        again.folders(name, form, **more)
        assert contents(tmp_path / name) == contents(made.root / name), name


def test_a_return_has_every_file_and_column_that_the_year_asks_for(made: Made) -> None:
    folders = made.folders("csv", Form.SSDA903)
    assert [folder.name for folder in folders] == ["2017-18", "2018-19"]
    for folder in folders:
        names = {path.stem for path in folder.glob("*.csv")} - {"areas", "population", "comparators"}
        assert names == set(collected_files()) - {"SWEpisodes", "DoLo"}
        for name in names:
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                header = set(next(csv.reader(file)))
            asked = {column.field for column in collected_files()[name].columns} - {"UASC", "DUC"}
            assert asked <= header | {"UASC", "DUC"}, name
    with (folders[-1] / "Header.csv").open(encoding="utf-8", newline="") as file:
        assert {row["SEX"] for row in csv.DictReader(file)} == {"1", "2"}


def test_returns_of_later_years_name_workers_and_sexes_by_letter(tmp_path: Path) -> None:
    make_county(tmp_path / "c", children=40, months=1, until=date(2026, 3, 31), history=24, seed=3, form=Form.SSDA903)
    with (tmp_path / "c" / "2025-26" / "SWEpisodes.csv").open(encoding="utf-8", newline="") as file:
        workers = list(csv.DictReader(file))
    assert len(workers) >= 40
    assert {row["SW_REASON"] for row in workers} <= {"", "LEFTRL", "CHCHAN", "TSPROC"}
    with (tmp_path / "c" / "2025-26" / "Header.csv").open(encoding="utf-8", newline="") as file:
        assert {row["SEX"] for row in csv.DictReader(file)} == {"M", "F"}


def test_a_census_of_2026_has_pre_proceedings(tmp_path: Path) -> None:
    make_county(tmp_path / "c", children=60, months=1, until=date(2026, 3, 31), history=36, seed=3, form=Form.CIN)
    tree = ElementTree.parse(tmp_path / "c" / "2025-26" / "cin-census.xml")
    assert tree.find(".//PreProceedingsandFGDM/PPStartDate") is not None
    assert tree.find(".//ChildIdentifiers/Sex") is not None
    assert tree.find(".//GenderCurrent") is None


def test_a_workbook_has_the_eleven_lists_with_their_headers(made: Made) -> None:
    [folder] = made.folders("annexa", Form.ANNEXA)
    book = CalamineWorkbook.from_path(str(folder / "Annex A 2019-03-31.xlsx"))
    assert book.sheet_names == [f"List {number}" for number in range(1, 12)]
    for number, columns in lists().items():
        rows = book.get_sheet_by_name(f"List {number}").to_python()
        assert rows[0] == [column.header for column in columns]
        if number not in (2, 11):
            assert len(rows) > 1, f"list {number} is empty"


@pytest.mark.parametrize(
    ("last", "months", "years"),
    [
        (date(2019, 3, 31), 1, [2019]),
        (date(2019, 3, 31), 12, [2019]),
        (date(2019, 3, 31), 13, [2018, 2019]),
        (date(2019, 8, 31), 5, [2019]),
        (date(2019, 8, 31), 17, [2019]),
        (date(2019, 8, 31), 18, [2018, 2019]),
        (date(2019, 2, 28), 24, [2017, 2018]),
        (date(2019, 2, 28), 1, [2018]),
    ],
)
def test_years_are_those_whose_march_is_shown(last: date, months: int, years: list[int]) -> None:
    assert years_to(last, months) == years


def test_a_pupil_number_has_its_check_letter() -> None:
    assert upn(7, False) == "UN1"
    number = upn(310000042, True)
    assert len(number) == 13
    assert number[0] == CHECK_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(number[1:], start=2)) % 23]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"form": Form.CIN, "xml": True}, "Only an SSDA903 return"),
        ({"form": Form.ANNEXA, "faults": True}, "not in “annexa”"),
        ({"form": Form.SSDA903, "faults": Planted.WARNINGS}, "not in “ssda903”"),
    ],
)
def test_what_no_form_has_is_refused(tmp_path: Path, more: dict[str, object], says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        make_county(tmp_path / "c", children=40, months=1, until=UNTIL, history=24, **more)  # type: ignore[arg-type]
    assert not (tmp_path / "c").exists()
