"""Papers about plans as Word files, and their charts: what they tell a reader who cannot see them, whatever the editions."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pikepdf
import pytest
from openpyxl import load_workbook

from inloco.documents.monthly_report import Council
from inloco.documents.outputs.plan_files import plan_csv, plan_pdf, plan_xlsx
from inloco.documents.outputs.plan_word import plan_word
from inloco.documents.plan_charts import BragCount, DoneByDay, brag_over_time, burn_up
from inloco.documents.plan_paper import PAGE, PlanPaper, PlanSection, PlanTable, height, without_empty

TODAY = date(2026, 11, 22)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def days(count: int) -> list[date]:
    return [TODAY - timedelta(days=30 * back) for back in reversed(range(count))]


def counts(editions: int, objectives: int = 9) -> list[BragCount]:
    return [
        BragCount(str(objective), day, brag, number)
        for objective in range(1, objectives + 1)
        for day in days(editions)
        for number, brag in enumerate(("Red", "Amber", "Green", "Blue", "None"))
    ]


@pytest.fixture(scope="module")
def word() -> dict[str, bytes]:
    """The parts of a wide paper with a chart and a table of three rows."""
    chart = brag_over_time(counts(1, objectives=2), title="BRAG by objective")
    table = PlanTable(
        "Actions", ("Action", "What", "BRAG"), (("1", "Ask", "Red"), ("2", "Tell\x02", "Green"), ("3", "Do", "")), 2, (1, 2, 1)
    )
    paper = PlanPaper(
        "p", "Plan: board view", "Board", Council("A council", "AC", "#12436D", "#28A197"), TODAY, ("As at today.",),
        (PlanSection("In charts", charts=(chart,)), PlanSection("Objective 1", tables=(table,))), landscape=True,
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(plan_word(paper))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_word_paper_repeats_its_header_rows_and_keeps_rows_whole(word: dict[str, bytes]) -> None:
    rows = list(ElementTree.fromstring(word["word/document.xml"]).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_word_paper_has_headings_a_language_and_wide_pages(word: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(word["word/document.xml"])
    styles = [style.get(f"{W}val") for style in root.iter(f"{W}pStyle")]
    assert [one for one in styles if one and one.startswith("Heading")] == ["Heading1", "Heading2", "Heading2"]
    assert b'w:orient="landscape"' in word["word/document.xml"]
    languages = {one.get(f"{W}val") for one in ElementTree.fromstring(word["word/styles.xml"]).iter(f"{W}lang")}
    assert languages == {"en-GB"}


def test_a_word_paper_is_a4_with_columns_of_their_widths_and_a_numbered_foot(word: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(word["word/document.xml"])
    page = next(root.iter(f"{W}pgSz"))
    assert (round(int(page.get(f"{W}w", "0")), -1), round(int(page.get(f"{W}h", "0")), -1)) == (16840, 11910)
    widths = [int(column.get(f"{W}w", "0")) for column in root.iter(f"{W}gridCol")]
    assert widths[1] > 1.9 * widths[0]
    feet = [data for name, data in word.items() if name.startswith("word/footer")]
    assert any(b"NUMPAGES" in data and b"Plan: board view" in data for data in feet)
    assert [one.get(f"{W}val") for one in root.iter(f"{W}tblCaption")] == ["Actions"]


def test_a_brag_in_word_is_a_word_on_its_colour(word: dict[str, bytes]) -> None:
    runs = ElementTree.fromstring(word["word/document.xml"]).iter(f"{W}r")
    painted = {
        "".join(run.itertext()).strip(): shade.get(f"{W}fill")
        for run in runs
        if (shade := run.find(f"{W}rPr/{W}shd")) is not None
    }
    assert painted == {"Red": "CA3535", "Green": "0F7A52"}


def test_a_chart_in_word_says_in_words_what_it_shows(word: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(word["word/document.xml"])
    told = [one.get("descr") for one in root.iter() if one.tag.endswith("}docPr")]
    assert len(told) == 1
    assert "objective 1: 1 Amber, 2 Green, 3 Blue, 4 None" in (told[0] or "")
    assert any(name.startswith("word/media/") and data.startswith(b"\x89PNG") for name, data in word.items())


@pytest.mark.parametrize("editions", [1, 2, 12])
def test_brag_over_time_is_wide_and_low_whatever_the_number_of_editions(editions: int) -> None:
    chart = brag_over_time(counts(editions), title="BRAG by objective")
    head = chart.svg.split(">", 1)[0]
    width, height = (float(head.split(f'{name}="')[1].split('"')[0]) for name in ("width", "height"))
    assert width > 1.8 * height
    assert "objective 9" in chart.alt
    assert "22 November 2026" in chart.alt


def test_what_was_done_before_anything_was_known_is_not_drawn_as_nothing() -> None:
    done = [DoneByDay(day, 4 + place, 3 + place, 2) for place, day in enumerate(days(12))]
    known = burn_up(done, today=TODAY, title="Done", since=days(12)[0])
    late = burn_up(done, today=TODAY, title="Done", since=TODAY)
    assert "is known from" not in known.alt
    assert "What was done by which day is known from 22 November 2026 on." in late.alt
    assert "2 done" in late.svg
    assert "14 planned now" in late.svg
    assert known.svg != late.svg


def test_columns_that_hold_nothing_anywhere_are_left_out() -> None:
    columns = ("Action", "Measure", "Before", "Now", "BRAG")
    one = PlanTable("One", columns, (("1", "Cards", "", "4", "Red"),), brag=4, weights=(1, 2, 3, 4, 5))
    other = PlanTable("Other", columns, (("2", "Calls", "", "", ""),), brag=4, weights=(1, 2, 3, 4, 5))
    shown = without_empty((one, other))
    assert [table.columns for table in shown] == [("Action", "Measure", "Now", "BRAG")] * 2
    assert [table.rows for table in shown] == [(("1", "Cards", "4", "Red"),), (("2", "Calls", "", ""),)]
    assert {(table.brag, table.shares) for table in shown} == {(3, (1, 2, 4, 5))}
    assert without_empty(()) == ()


def test_csv_has_the_tables_of_most_rows() -> None:
    few = PlanTable("Changes", ("Action", "What changed"), (("1", "Red now"),))
    most = PlanTable("Actions", ("Action", "What", "BRAG"), (("1", "=Ask", "Red"), ("2", "Tell", "Green")), brag=2)
    paper = PlanPaper(
        "p", "Plan", "Board", Council("A council", "AC", "#12436D", "#28A197"), TODAY, (), (PlanSection("A", tables=(few, most)),)
    )
    assert plan_csv(paper).decode("utf-8-sig").splitlines() == [
        "Table,Action,What,BRAG",
        "Actions,1,'=Ask,Red",
        "Actions,2,Tell,Green",
    ]


def test_two_plans_that_end_alike_have_one_label() -> None:
    alike = burn_up([DoneByDay(day, 4, 4, 1) for day in days(3)], today=TODAY, title="Done", since=days(3)[0])
    apart = burn_up([DoneByDay(day, 4, 3, 1) for day in days(3)], today=TODAY, title="Done", since=days(3)[0])
    assert "4 planned, at first and now" in alike.svg
    assert "at first and now" not in apart.svg


@pytest.mark.parametrize(
    "words", ["Ring every child", "Ask every child over ten what they want from their review, two weeks before it"]
)
def test_what_is_held_to_fit_a_page_fits_it(words: str) -> None:
    def paper(rows: int) -> PlanPaper:
        table = PlanTable(
            "Overdue", ("Action", "What", "Who", "BRAG"), ((str(rows), words, "Petra Quill", "Red"),) * rows, 3, (5, 22, 12, 5)
        )
        lists = (PlanSection("Missing", bullets=("Petra Quill: 4 actions",) * 5), PlanSection("Overdue", tables=(table,)))
        council = Council("A council", "AC", "#12436D", "#28A197")
        return PlanPaper("p", "Plan of a long name: brief for the chair", "Board", council, TODAY, ("As at today.",), lists)

    most = max(rows for rows in range(1, 60) if height(paper(rows)) <= PAGE)
    assert 12 < most < 40
    assert [_pages(paper(rows)) for rows in (most, most + 12)] == [1, 2]


def _pages(paper: PlanPaper) -> int:
    with pikepdf.open(io.BytesIO(plan_pdf(paper))) as pdf:
        return len(pdf.pages)


def test_a_row_of_a_workbook_is_as_high_as_its_longest_text() -> None:
    table = PlanTable(
        "Actions", ("Action", "What"), (("1", "Ask"), ("2", "Ask every child in care " * 12), ("3", "One\ntwo\nthree"))
    )
    paper = PlanPaper(
        "p", "Plan", "Board", Council("A council", "AC", "#12436D", "#28A197"), TODAY, (), (PlanSection("A", tables=(table,)),)
    )
    sheet = load_workbook(io.BytesIO(plan_xlsx(paper)))["Table1"]
    heights = [sheet.row_dimensions[cell.row].height for cell in sheet["A"] if cell.value in ("1", "2", "3")]
    assert (heights[0], heights[2]) == (None, 43.5)
    assert float(heights[1] or 0) > 29


def test_a_pdf_tells_its_captions_paragraphs_and_header_cells_apart() -> None:
    rows = (("1", "Ask", "Red"), ("2", "Tell", "Green"))
    table = PlanTable("Actions of objective 1", ("Action", "What", "BRAG"), rows, brag=2)
    section = PlanSection("Objective 1", sentences=("Two actions.",), tables=(table,))
    paper = PlanPaper(
        "p", "Plan", "Board", Council("A council", "AC", "#12436D", "#28A197"), TODAY, ("As at today.",), (section,)
    )
    found: Counter[str] = Counter()

    def count(element: object) -> None:
        if isinstance(element, pikepdf.Array):
            for one in element:
                count(one)
        elif isinstance(element, pikepdf.Dictionary):
            found[str(element.get("/S", ""))] += 1
            count(element.get("/K"))

    with pikepdf.open(io.BytesIO(plan_pdf(paper))) as pdf:
        count(pdf.Root.StructTreeRoot.K)
    assert {name: found[name] for name in ("/H1", "/H2", "/P", "/Table", "/Caption", "/TH", "/TD")} == {
        "/H1": 1, "/H2": 1, "/P": 3, "/Table": 1, "/Caption": 1, "/TH": 5, "/TD": 4,
    }  # fmt: skip
