"""Every figure that the field counts is there, says what feeds it, and takes submitted figures."""

import csv
from collections import Counter

import pytest

from inloco.analytics.areas import AreaTree
from inloco.analytics.errors import WrongUsage
from inloco.analytics.extracts.submitted import read_submitted
from inloco.analytics.figure import Unit
from inloco.analytics.findings import Severity
from inloco.analytics.indicators import CATALOGUE, REGISTER, entry_of
from inloco.analytics.indicators.reference import index, register_page
from inloco.analytics.indicators.register import EXTRACT, RECORDS, SERVICE
from tests.shared import shared_file

UNITS = {
    "count": Unit.COUNT,
    "%": Unit.PERCENT,
    "rate": Unit.RATE,
    "average": Unit.AVERAGE,
    "GBP": Unit.MONEY,
}


def test_the_register_is_complete():
    assert len(REGISTER) == 192
    assert list(REGISTER)[: len(CATALOGUE)] == list(CATALOGUE)
    assert {entry.fed_by for entry in REGISTER.values()} == {EXTRACT, SERVICE, *RECORDS}
    assert {id for id, entry in REGISTER.items() if entry.is_computed} == set(CATALOGUE)
    assert all(entry.source in ("extract", "records", "service return", "mixed") for entry in REGISTER.values())


def test_every_title_is_said_once_and_short():
    assert [title for title, times in Counter(entry.title for entry in REGISTER.values()).items() if times > 1] == []
    assert all(5 < len(entry.title) < 100 and not entry.title.endswith(".") for entry in REGISTER.values())


def test_ids_units_and_directions_are_those_of_the_specification():
    with shared_file("data/indicators.csv").open(encoding="utf-8") as file:
        known = {row["id"]: row for row in csv.DictReader(file)}
    assert set(known) == set(REGISTER)
    different = [
        id
        for id, entry in REGISTER.items()
        if UNITS[known[id]["unit"]] is not entry.unit or known[id]["polarity"] != entry.polarity
    ]
    assert different == []


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.id)
def test_every_figure_can_be_submitted(tmp_path, entry):
    file = tmp_path / "return.csv"
    file.write_text(f'indicator,area,period,value,unit\n{entry.id},county,2019-08,12,"{entry.unit}"\n', encoding="utf-8")
    table, findings = read_submitted(file.name, file.read_bytes(), AreaTree([]))
    assert table.column("unit").to_pylist() == [str(entry.unit)]
    assert [one.check for one in findings if one.severity is not Severity.INFO] == []


def test_a_unit_that_does_not_fit_is_reported(tmp_path):
    file = tmp_path / "return.csv"
    file.write_text("indicator,area,period,value,unit\nasu_costs_avoided_gbp,county,2018/19,845000,%\n", encoding="utf-8")
    _, findings = read_submitted(file.name, file.read_bytes(), AreaTree([]))
    assert "unit_differs" in [one.check for one in findings]


def test_an_unknown_figure_has_near_matches():
    with pytest.raises(WrongUsage, match="iro_fte"):
        entry_of("iro_fet")


def test_the_index_lists_every_figure_with_what_feeds_it():
    lines = index().splitlines()
    for id, entry in REGISTER.items():
        (line,) = [line for line in lines if f"`{id}`" in line]
        assert entry.how_fed in line
        assert f"({id}.md)" in line


def test_a_page_says_what_feeds_a_figure():
    page = register_page(entry_of("pr_category_pct"))
    assert "records of reviews, conferences and challenges" in page
    assert "Submitted" in index()
