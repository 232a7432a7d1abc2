"""The book: as known now and as published, kept files, submitted figures, targets and near matches."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from inloco.analytics import engine
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.analytics.extracts.submitted import SUBMITTED_SCHEMA
from inloco.analytics.figure import Status
from inloco.analytics.periods import financial_year, month, months_to
from inloco.analytics.snapshots import SnapshotStore
from tests.spec.county import County

JULY, AUGUST = month(2019, 7), month(2019, 8)


def extract(root, as_at, *names, leavers=(), **settings):
    county = County(root, as_at=as_at, **settings)
    for name in names:
        county.child(name).looked_after("2018-01-10").team("T1", "2018-01-10")
    for name in leavers:
        county.child(name, born="2000-03-05").leaver()
    return county.freeze()[0]


def submit(root, *rows):
    full = [
        dict.fromkeys(SUBMITTED_SCHEMA.names) | {"unit": "count", "area_kind": "authority", "area": "county"} | row
        for row in rows
    ]
    return SnapshotStore(root).write(
        "submitted", None, {"submitted_figures": pa.Table.from_pylist(full, schema=SUBMITTED_SCHEMA)}
    )


@pytest.fixture
def root(tmp_path):
    extract(tmp_path, "2019-07-31", "Amara", leavers=["Bela"])
    extract(tmp_path, "2019-08-31", "Amara", "entered late", leavers=["Bela", "Cai"])
    return tmp_path


def numbers(figures):
    return [figure.numerator if figure else None for figure in figures]


def test_as_known_now_and_as_published(root):
    book = FigureBook(root)
    assert numbers(book.series("cla_count", "county", [JULY, AUGUST])) == [2, 2]
    assert numbers(book.series("cla_count", "county", [JULY], as_known=date(2019, 7, 31))) == [1]
    assert book.series("cla_count", "county", [AUGUST], as_known=date(2019, 7, 31))[0].status is Status.NOT_AVAILABLE
    assert book.series("cla_count", "county", [AUGUST], as_known=date(2019, 6, 30)) == [None]


def test_care_leavers_come_from_each_months_own_snapshot(root):
    book = FigureBook(root)
    june, july, august = book.series("care_leavers_count", "county", [month(2019, 6), JULY, AUGUST])
    assert june.status is Status.NOT_AVAILABLE
    assert (july.numerator, august.numerator) == (1, 2)
    assert july.snapshot.startswith("2019-07-31")
    assert [one.child for one in book.children("care_leavers_count", JULY)] == ["Bela"]
    assert book.why_not("care_leavers_count", month(2019, 6)).endswith("no extract of that month is loaded.")


def test_computed_once_and_read_from_its_file_afterwards(root, monkeypatch):
    from inloco.analytics import kept_figures as module

    before = FigureBook(root).figures(["cla_count"], [AUGUST])
    module.kept_figures.cache_clear()
    monkeypatch.setattr(engine, "compute", lambda *_, **__: pytest.fail("computed again"))
    assert FigureBook(root).figures(["cla_count"], [AUGUST]) == before


def test_a_spoilt_file_is_computed_again(root):
    from inloco.analytics import kept_figures as module

    before = FigureBook(root).figures(["cla_count"], [AUGUST])
    for file in (root / "figures").iterdir():
        file.write_bytes(b"spoilt")
    module.kept_figures.cache_clear()
    module.children_behind.cache_clear()
    assert FigureBook(root).figures(["cla_count"], [AUGUST]) == before
    assert not list((root / "figures").glob(".writing*"))


def test_children_from_the_kept_rows_are_those_of_the_facts(root):
    book = FigureBook(root)
    built = book.children("cla_count", JULY)
    from inloco.analytics import kept_figures as module

    book.warm()
    module.children_behind.cache_clear()
    assert book.children("cla_count", JULY) == built
    assert [one.child for one in built] == ["Amara", "entered late"]
    assert book.children("cla_count", JULY, area="Rowan team") == []


def test_a_change_of_settings_is_a_new_figure(root):
    assert FigureBook(root).series("cla_count", "T1", [AUGUST])[0].numerator == 2
    (root / "council.toml").write_text('[figures]\nallocated_worker_roles = ["KEY WORKER"]\n')
    assert FigureBook(root).series("cla_count", "T1", [AUGUST])[0].numerator == 0


def test_submitted_figures_stand_in_where_none_is_computed(root):
    submit(
        root,
        {"indicator": "cla_count", "period": "2010/11", "value": "1587", "source": "annual return"},
        {"indicator": "care_leavers_count", "period": "2018-08", "value": "562"},
        {"indicator": "care_leavers_count", "period": "2019-08", "value": "885"},
        {
            "indicator": "cla_rate",
            "period": "2018/19",
            "value": "64.0",
            "unit": "per 10,000",
            "area": "England",
            "area_kind": "comparator",
        },
        {"indicator": "iro_fte", "period": "2018/19", "value": "45"},
    )
    book = FigureBook(root)
    years = book.figures(["cla_count"], [financial_year(2010)], ["county"])
    assert [(one.status, one.value, one.source) for one in years] == [(Status.SUBMITTED, Decimal(1587), "annual return")]
    series = book.series("care_leavers_count", "county", [month(2018, 8), AUGUST])
    assert [(one.status, one.value) for one in series] == [(Status.SUBMITTED, Decimal(562)), (Status.FINAL, Decimal(2))]
    assert [one.value for one in book.submitted_series("care_leavers_count", "county", [AUGUST])] == [Decimal(885)]
    assert book.series("iro_fte", "county", [financial_year(2018)])[0].value == Decimal(45)
    assert [(one.area, one.value) for one in book.comparators("cla_rate")] == [("England", Decimal("64.0"))]
    assert "iro_fte" in {one.indicator for one in book.figures(areas=["county"])}


def test_only_submitted_figures_are_a_book_too(tmp_path):
    submit(
        tmp_path,
        {"indicator": "cla_count", "area": "Wealdshire", "period": "2019-08", "value": "2117"},
        {"indicator": "cla_count", "area": "Hazel", "area_kind": "team", "period": "2019-08", "value": "90"},
    )
    book = FigureBook(tmp_path)
    assert book.latest_period() == AUGUST
    assert [(one.area, one.value) for one in book.figures()] == [("Wealdshire", Decimal(2117)), ("Hazel", Decimal(90))]
    assert book.children("cla_count", AUGUST) == []


def test_nothing_loaded_is_an_empty_book(tmp_path):
    book = FigureBook(tmp_path)
    assert book.figures() == []
    assert book.latest_period() is None
    assert book.figures(["cla_count"], [AUGUST]) == []


def test_unknown_names_have_near_matches(root):
    book = FigureBook(root)
    with pytest.raises(WrongUsage, match="Perhaps cla_count"):
        book.figures(["cla_cout"])
    with pytest.raises(WrongUsage, match="Perhaps Hazel team"):
        book.figures(["cla_count"], [AUGUST], ["Hazle team"])


def test_targets_come_from_the_nearest_area_above(root):
    (root / "council.toml").write_text(
        '[[targets]]\nindicator = "cla_count"\nvalue = 100\n[[targets]]\nindicator = "cla_count"\nvalue = 10\narea = "North"\n'
    )
    book = FigureBook(root)
    assert book.target("cla_count", "county", date(2019, 8, 31)).value == 100
    assert book.target("cla_count", "T1", date(2019, 8, 31)).value == 10
    assert book.target("cla_count", "T3", date(2019, 8, 31)).value == 100
    assert book.target("cla_rate", "T3", date(2019, 8, 31)) is None


def test_the_latest_period_is_the_last_month_that_is_over(tmp_path):
    extract(tmp_path, "2019-08-15", "Amara")
    book = FigureBook(tmp_path)
    assert book.latest_period() == JULY
    assert set(months_to(AUGUST, 13)) <= set(book.default_periods())


def test_figures_that_nothing_reads_any_more_are_removed(root, monkeypatch):
    book = FigureBook(root)
    book.warm()
    kept = {file.name for file in (root / "figures").glob("*.parquet")}
    (root / "figures" / "gone-0123456789abcdef-01234567.parquet").write_bytes(b"of a snapshot withdrawn")
    older = root / "figures" / f"{book.snapshot().id}-0123456789abcdef-01234567.parquet"
    older.write_bytes(b"by an older definition")
    monkeypatch.setattr("inloco.analytics.kept_figures.ASKED_KEPT", 2)
    for year in range(2008, 2013):
        FigureBook(root).figures(["cla_count"], [financial_year(year)])
    after = {file.name for file in (root / "figures").glob("*.parquet")}
    assert kept <= after
    assert not older.exists()
    assert len(after - kept) == 2


def test_figures_of_records_and_services(root):
    book = FigureBook(root)
    assert {one.status for one in book.figures(["pr_category_pct"], [AUGUST])} == {Status.NOT_AVAILABLE}
    assert book.figures(["iro_fte"], [AUGUST]) == []
    assert "records of" in book.why_not("pr_category_pct", AUGUST)
    submit(root, {"indicator": "pr_category_pct", "period": "2019-08", "value": "50", "unit": "%"})
    submit(root, {"indicator": "iro_fte", "period": "2019-08", "value": "45"})
    book = FigureBook(root)
    (one,) = book.figures(["pr_category_pct"], [AUGUST], ["county"])
    assert (one.status, one.value) == (Status.SUBMITTED, Decimal(50))
    assert numbers(book.series("iro_fte", "county", [AUGUST])) == [None]
    assert book.figures(["iro_fte"], [AUGUST])[0].value == Decimal(45)


def test_a_month_kept_as_published_is_what_its_whole_extract_gives(root, monkeypatch):
    book = FigureBook(root)
    assert not book.is_kept()
    assert not book.is_kept(JULY.end)
    stages = []
    book.warm(lambda stage, share: stages.append((stage, share)))
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert book.is_kept()
    assert book.is_kept(JULY.end)
    assert not book.is_kept(month(2019, 6).end)
    whole = [one for one in book.figures(periods=[JULY, AUGUST], as_known=JULY.end) if one.period == JULY]
    monkeypatch.setattr(engine, "compute", lambda *_, **__: pytest.fail("computed again"))
    assert FigureBook(root).figures(periods=[JULY], as_known=JULY.end) == whole
    assert FigureBook(root).record("Amara").person.child == "Amara"
    assert FigureBook(root).record("nobody") is None


def test_figures_of_other_settings_are_not_taken_for_kept(root):
    FigureBook(root).warm()
    (root / "council.toml").write_text('[figures]\nallocated_worker_roles = ["KEY WORKER"]\n')
    assert not FigureBook(root).is_kept()


def test_another_process_finds_the_files_of_this_one(root):
    names = set()
    for seed in ("1", "2", "3"):
        script = (
            "import sys; from pathlib import Path; from inloco.analytics.book import FigureBook;"
            "book = FigureBook(Path(sys.argv[1])); print(book.file_for(book.snapshot(), 'x').name)"
        )
        found = subprocess.run(
            [sys.executable, "-c", script, str(root)], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        names.add(found.stdout)
    assert len(names) == 1
