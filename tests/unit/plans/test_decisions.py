"""A person decides which rows are one action; every row stays accounted for, and the next edition remembers."""

from __future__ import annotations

import pytest

from inloco.analytics.errors import InputRefused
from inloco.plans.reading import RowKind, read_plan
from inloco.plans.reading.decisions import Decisions, decided, proposals, remembered, to_remember
from tests.unit.plans import books


@pytest.fixture(scope="module")
def read():
    return read_plan(books.workbook(), name="plan.xlsx")


def row(read, view, ref):
    line = next(one for one in read.lines if (str(one.view), one.ref) == (view, ref))
    return (line.sheet, line.number)


def action(read, objective, ref, view="live"):
    return next(one for one in read.actions if (one.line.objective, one.line.ref, str(one.line.view)) == (objective, ref, view))


def test_what_is_told_apart_is_an_action_of_its_own_and_disagrees_no_more(read):
    place = row(read, "metrics", "1")
    found = decided(read, Decisions(apart=frozenset({place})))
    assert not action(found, "1", "1").metric_lines
    alone = action(found, "1", "1", "metrics")
    assert (alone.line.sheet, alone.line.number) == place
    assert {one.ref for one in read.differences} == {"1"}
    assert not found.differences
    assert len(found.actions) == len(read.actions) + 1
    assert len(found.rows) == len(read.rows)
    assert next(one for one in found.rows if (one.sheet, one.number) == place).kind is RowKind.ACTION


def test_what_is_said_to_be_one_action_becomes_a_line_of_it(read):
    place, target = row(read, "metrics", "9"), row(read, "live", "3 b")
    found = decided(read, Decisions(joined=((place, target),)))
    assert [one.ref for one in action(found, "1", "3 b").metric_lines] == ["9"]
    said = next(one for one in found.rows if (one.sheet, one.number) == place)
    assert (said.kind, said.doubts) == (RowKind.METRIC_LINE, ())
    assert len(found.lines) == len(read.lines)


def test_a_metric_line_moves_from_one_action_to_another(read):
    place, target = row(read, "metrics", "2a"), row(read, "live", "3 b")
    found = decided(read, Decisions(joined=((place, target),)))
    assert [one.ref for one in action(found, "1", "2a-c").metric_lines] == ["2b"]
    assert [one.ref for one in action(found, "1", "3 b").metric_lines] == ["2a"]


def test_rows_of_a_closed_sheet_are_joined_and_their_disagreements_shown(read):
    found = decided(read, Decisions(joined=((row(read, "closed", "4."), row(read, "live", "3 b")),)))
    assert [one.ref for one in action(found, "1", "3 b").others] == ["4."]
    assert ("brag", "Green", "Blue") in {(one.field, one.stands, one.other) for one in found.differences}


def test_two_rows_of_one_sheet_stay_two_actions(read):
    with pytest.raises(InputRefused, match="stay two actions"):
        decided(read, Decisions(joined=((row(read, "live", "1"), row(read, "live", "3 b")),)))


def test_decisions_are_kept_as_they_were_made_and_found_again_in_the_next_edition(read):
    made = Decisions(
        left_out=frozenset({row(read, "closed", "4.")}),
        apart=frozenset({row(read, "metrics", "1")}),
        joined=((row(read, "metrics", "9"), row(read, "live", "3 b")),),
    )
    assert Decisions.from_json(made.as_json()) == made
    assert made.count == 3
    report = {"decisions": to_remember(read, made)}
    later = {name: list(rows) for name, rows in books.SHEETS.items()}
    later["Metrics"] = [later["Metrics"][0], books.action("8", "A row that is new", metric="Rows"), *later["Metrics"][1:]]
    again = read_plan(books.workbook(later), name="later.xlsx")
    found = remembered(again, report)
    assert found.apart == {row(again, "metrics", "1")} != made.apart
    assert found.joined == ((row(again, "metrics", "9"), row(again, "live", "3 b")),)
    assert not found.left_out
    assert remembered(again, {}) == Decisions()


def test_rows_with_nearly_the_same_words_are_proposed(read):
    sheets = {name: list(rows) for name, rows in books.SHEETS.items()}
    sheets["Closed actions"] = [
        *sheets["Closed actions"],
        books.action("7", "Publish the pledge once again to everybody", brag="Blue"),
        books.action("8", "Ask each child how their last review went!", brag="Blue"),
    ]
    again = read_plan(books.workbook(sheets), name="plan.xlsx")
    assert not proposals(read)
    assert [(one.ref, other.ref) for one, other in proposals(again)] == [("8", "1")]
