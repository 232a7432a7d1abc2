"""A care leavers' plan stands under headings of its own: a workbook or a document with them fills the record."""

from __future__ import annotations

import io

import pytest
from docx import Document

from inloco.plans.reading import RowKind, read_plan
from inloco.plans.reading.grid import Row
from inloco.plans.reading.headers import header_in
from inloco.plans.words import PlanKind
from tests.unit.plans import books

HEADERS = ("Where we are", "What will change", "What we will do", "How we measure", "Outcome")
HOME = (
    "Six in ten have a key of their own.",
    "Nobody leaves without one.",
    "Agree keys with each landlord.",
    "Keys given",
    "At home",
)
WORK = ("Few have met an employer.", "Each has met three.", "Hold a breakfast with employers.", "Breakfasts held", "First jobs")
THEMES = {"A home": [HOME], "Work": [WORK, ("Buses are dear.", "Fares are paid until the first wage.", "", "", "")]}


def document(themes: dict[str, list[tuple[str, ...]]], *, headers: tuple[str, ...] = HEADERS) -> bytes:
    """A heading, a table and some findings for each theme, as an officer sets it."""
    made = Document()
    made.add_heading("Leaving our care well", level=1)
    for theme, rows in themes.items():
        made.add_heading(theme, level=2)
        table = made.add_table(rows=0, cols=len(headers))
        for row in (headers, *rows):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        made.add_heading("What we heard", level=3)
        made.add_paragraph("Young people told us more than this.")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS,
        (
            "Where are we now?",
            "The change we need to make",
            "What we will do to deliver the change",
            "How will we know?",
            "Outcomes",
        ),
        ("Our starting point", "What must change", "Actions", "How we will measure the progress", "Intended outcomes"),
    ],
)
def test_the_headings_are_known_by_their_words(headers: tuple[str, ...]) -> None:
    found = header_in(Row(1, headers))
    assert found is not None
    assert found.places == {"where_we_are": 0, "what_will_change": 1, "activity": 2, "metric": 3, "outcome": 4}
    assert not found.extra


def test_each_table_of_a_document_is_an_objective_by_the_heading_above_it() -> None:
    read = read_plan(document(THEMES), name="care leavers.docx")
    assert read.title == "Leaving our care well"
    assert [(one.number, one.title) for one in read.objectives] == [("1", "A home"), ("2", "Work")]
    first = read.actions[0].line
    assert (first.where_we_are, first.what_will_change, first.activity, first.metric, first.outcome) == HOME
    assert [one.line.objective for one in read.actions] == ["1", "2", "2"]
    assert read.kind is PlanKind.CARE_LEAVERS
    assert {row.kind for row in read.rows if row.cells[0] == "What we heard"} == {RowKind.FOREIGN}


def test_a_row_that_says_what_will_change_and_not_how_is_an_action_in_doubt() -> None:
    read = read_plan(document(THEMES), name="care leavers.docx")
    row = next(row for row in read.rows if "Buses are dear." in row.cells)
    assert (row.kind, [doubt.code for doubt in row.doubts]) == (RowKind.ACTION, ["no_activity"])


def test_a_table_without_references_says_so_once() -> None:
    read = read_plan(document(THEMES), name="care leavers.docx")
    codes = [doubt.code for row in read.rows for doubt in row.doubts]
    assert codes.count("no_refs") == 1
    assert "no_ref" not in codes


def test_the_heading_above_the_only_table_is_its_title() -> None:
    read = read_plan(document({"A home": [HOME]}), name="care leavers.docx")
    assert [one.number for one in read.objectives] == [""]


def test_a_workbook_with_these_headings_and_owners() -> None:
    headers = ("Ref", *HEADERS, "Lead", "By when", "RAG")
    rows = [["Objective 1 – A home"], ["1", *HOME, "Idris Penhale", "31/03/27", "Green"]]
    read = read_plan(books.workbook({"Care leavers": rows}, headers=headers), name="plan.xlsx")
    line = read.actions[0].line
    assert (line.ref, line.outcome, line.responsible, str(line.brag)) == ("1", "At home", "Idris Penhale", "Green")
    assert read.kind is PlanKind.CARE_LEAVERS


def test_any_other_plan_is_a_delivery_plan() -> None:
    assert read_plan(books.workbook(), name="plan.xlsx").kind is PlanKind.DELIVERY
