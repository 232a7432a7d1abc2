"""Plans as other councils keep them: what a person sees at once is read, and what cannot be known is said."""

from __future__ import annotations

from datetime import date

import pytest

from inloco.plans.actions.importing import take
from inloco.plans.charts import marks_of
from inloco.plans.models import BragMark
from inloco.plans.reading import read_plan
from inloco.plans.reading.brags import dated_brags, is_stage, read_brag, scale_brag
from inloco.plans.reading.decisions import Decisions, decided
from inloco.plans.reading.notes import read_notes
from inloco.plans.reading.owners import read_owners
from inloco.plans.rules import lint
from inloco.plans.rules.reading import material_of
from inloco.plans.timescales import read_timescale
from tests.unit.plans import books

HEADERS = ("What are we going to do?", "Who is responsible?", "By when?", "How are we doing?", "What has happened so far?")


def comma(headers, *rows):
    return read_plan(books.comma_separated(rows, headers=headers), name="plan.csv")


def codes(read):
    return {doubt.code for row in read.rows for doubt in row.doubts}


def found(read, rule):
    return [one.message for one in lint(material_of(read, as_at=date(2025, 6, 10), fresh_days=42)) if one.rule == rule]


def test_sheets_that_are_priorities_are_parts_of_one_plan():
    def sheet(number):
        return [
            [f"Priority {number}: Part {number}"],
            [f"{number}.1.1", "Bring the panel forward to each week", "Ola Marsh", "On track"],
        ]

    headers = ("Action ref", "What we will do", "Lead", "Status")
    read = read_plan(
        books.workbook({"Homes": sheet(1), "Health": sheet(2), "Work": sheet(3)}, headers=headers, title=""), name="plan.xlsx"
    )
    assert read.views == {"live": 3}
    assert [(one.number, one.title) for one in read.objectives] == [("1", "Part 1"), ("2", "Part 2"), ("3", "Part 3")]
    unnumbered = {name: rows[1:] for name, rows in {"Homes": sheet(1), "Health": sheet(2)}.items()}
    named = read_plan(books.workbook(unnumbered, headers=headers, title=""), name="plan.xlsx")
    assert [(one.number, one.title) for one in named.objectives] == [("1", "Homes"), ("2", "Health")]
    views = read_plan(books.workbook({"Sheet1": sheet(1), "Sheet2": sheet(1)}, headers=headers, title=""), name="plan.xlsx")
    assert set(views.views) == {"live", "metrics"}, "the same objectives again are another view"


def test_a_column_of_objectives_begins_them_and_one_of_urgency_does_not():
    headers = ("Priority", "Action", "Owner", "Due date", "RAG")
    rows = [["Feeling safe", "Give each child a named adult", "Ola Marsh", "31.03.25", "G"],
            ["Learning well", "Start a homework club", "Bo Penhale", "June 2025", "A"],
            ["Feeling safe", "Map the places with the police", "Ola Marsh", "Ongoing", "R"]]  # fmt: skip
    read = comma(headers, *rows)
    assert [(line.objective, str(line.brag)) for line in read.lines] == [("1", "Green"), ("2", "Amber"), ("1", "Red")]
    urgent = comma(headers, *[[level, *row[1:]] for level, row in zip(("High", "Low", "High"), rows, strict=True)])
    assert not any(line.objective for line in urgent.lines)
    assert "extra_column" in codes(urgent)


def test_questions_as_headers_and_words_of_another_scale():
    read = comma(
        HEADERS,
        ["Run a listening week", "Director of Education", "By July 2025", "On target", "Dates set"],
        ["Check teeth in four weeks", "Designated Nurse", "28 Feb 25", "Achieved", "Contract signed"],
        ["Write a passport for health", "Leila Brandt", "31 Mar 2025 (was 31 Dec 2024)", "Not started", "Nothing yet"],
    )
    assert [str(line.brag or "") for line in read.lines] == ["Green", "Blue", ""]
    assert [line.timescale.due for line in read.lines] == [date(2025, 7, 31), date(2025, 2, 28), date(2025, 3, 31)]
    assert {"brag_from_scale", "unreadable_brag"} <= codes(read)
    assert read.lines[2].timescale.doubts == ()


@pytest.mark.parametrize(
    ("words", "brag"),
    [
        ("G", "Green"), ("RAG: A", "Amber"), ("Not complete", None), ("Nearly completed", None), ("On a good path", None),
        ("Complete 2.4.25", "Blue"), ("A/G", None), ("Amber (was Red)", "Amber"),
    ],
)  # fmt: skip
def test_a_letter_alone_is_a_colour_and_one_within_a_sentence_is_none(words, brag):
    assert (str(read_brag(words)) if read_brag(words) else None) == brag


def test_a_stage_is_no_judgement():
    assert [str(scale_brag(one) or "") for one in ("At risk", "Delayed", "Behind schedule", "In progress")] == [
        "Amber",
        "Red",
        "Red",
        "",
    ]
    assert is_stage("In progress")
    assert not is_stage("Delayed")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Amber – June 2019", [(date(2019, 6, 30), "Amber")]),
        ("12.06.19: Red. Green in May 2019", [(date(2019, 5, 31), "Green"), (date(2019, 6, 12), "Red")]),
        ("Turn blue 31.03.20", []),
        ("RAG - Amber 30.04.19 Petra to send the list", []),
        ("12.06.19 Green Lane home opened", []),
        ("Met J Green 12.06.19", []),
    ],
)
def test_a_colour_beside_a_day_is_a_judgement_of_that_day(words, expected):
    assert sorted((day, str(brag)) for day, brag in dated_brags(words)) == expected


@pytest.mark.django_db
def test_columns_of_months_become_history():
    read = comma(
        ("Ref", "Task", "Owner", "Due", "RAG Apr-25", "RAG May-25", "RAG Jun-25"),
        ["1", "Agree bands with five districts", "Bo Marsh", "30/09/2025", "Green", "At risk", "Red"],
        ["2", "Keep a fund for deposits", "Bo Marsh", "31/12/2025", "", "Green", "Green"],
    )
    assert [str(line.brag) for line in read.lines] == ["Red", "Green"]
    assert "earlier_brag" in codes(read)
    plan = take(read=read, title="Tracker", by=None).plan
    first, second = plan.actions.order_by("ref")
    marks = marks_of(plan)
    assert [said for _, said in marks[first.pk]] == ["Green", "Amber", "Red"]
    assert [day for day, _ in marks[first.pk]] == [date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)]
    assert marks[second.pk] == [(date(2025, 5, 31), "Green")], "it has not changed since"
    assert BragMark.objects.filter(action=first).latest("at").was == "Amber"
    bare = take(read=decided(read, Decisions(no_history=True)), title="Without history", by=None).plan
    assert [len(marks) for marks in marks_of(bare).values()] == [1, 1]


def test_columns_of_updates_are_the_notes_of_their_months():
    headers = ("Pledge", "We will", "By whom", "When we will complete it", "Update July 2024", "Update October 2024")
    read = comma(headers, ["Being heard", "Hold a week of listening", "Leila Brandt", "Mar-25", "Dates set", "Sixty came"])
    line = read.lines[0]
    assert (line.progress, line.timescale.due) == ("October 2024: Sixty came\nJuly 2024: Dates set", date(2025, 3, 31))
    assert [(note.on, note.text) for note in read_notes(line.progress)] == [
        (date(2024, 10, 31), "Sixty came"),
        (date(2024, 7, 31), "Dates set"),
    ]


@pytest.mark.parametrize(
    ("names", "cells", "brag"),
    [
        (("Previous RAG", "Current RAG"), ("Green", "Red"), "Red"),
        (("Current RAG", "Previous RAG"), ("Red", "Green"), "Red"),
        (("Q1 RAG", "Q2 RAG", "Q3 RAG"), ("Green", "Amber", ""), "Amber"),
        (("RAG May-25", "RAG Jun-25", "RAG Jul-25"), ("Green", "Amber", ""), "Amber"),
        (("RAG", "Status"), ("Green", "In progress"), "Green"),
    ],
)
def test_of_several_columns_the_newest_that_is_filled_holds(names, cells, brag):
    read = comma(("Ref", "Action", "Lead", *names), ["1", "Review each placement", "Bo Ashgrove", *cells])
    assert str(read.lines[0].brag) == brag


@pytest.mark.django_db
def test_who_supports_contributes_and_is_not_asked():
    headers = ("Ref", "Action", "Lead", "Support", "Original date", "Revised date", "RAG")
    read = comma(
        headers, ["1", "Set up a line for carers", "Marta Penhale", "Fostering; Ines Corry", "31/03/2025", "30/06/2025", "A"]
    )
    assert read.lines[0].timescale.due == date(2025, 6, 30)
    assert not found(read, "several_owners")
    action = take(read=read, title="Lines", by=None).plan.actions.get()
    assert (action.accountable_name, action.contributor_list) == ("Marta Penhale", ["Fostering", "Ines Corry"])


@pytest.mark.parametrize(
    ("words", "people", "is_doubtful"),
    [
        ("Bo Ashgrove (lead); Ines Corry (support)", ("Bo Ashgrove",), False),
        ("Head of Service / J Bloggs", ("J Bloggs",), True),
        ("Head of Service Families & Wellbeing Service - Bo Ashgrove", ("Bo Ashgrove",), False),
        ("Bo Ashgrove, Head of Service", ("Bo Ashgrove",), False),
    ],
)
def test_a_post_and_a_person_side_by_side_may_be_two(words, people, is_doubtful):
    owners = read_owners(words)
    assert (owners.people, owners.has_other_post) == (people, is_doubtful)
    read = comma(("Ref", "Action", "Lead", "RAG"), ["1", "Review each placement", words, "G"])
    assert bool(found(read, "several_owners")) is is_doubtful


@pytest.mark.parametrize(
    ("current", "is_update"),
    [
        ("14.05.25 The contracts of all three providers include this", True),
        ("Cards were printed and sent to every home and school in the county by hand", True),
        ("31.05.25 – 45%", False),
        ("June 2025: 77.3% of the workers in the county were supervised", False),
        ("45%", False),
    ],
)
def test_an_update_in_the_column_of_the_data_is_found(current, is_update):
    progress = "02.06.25 - Cards were printed and sent to every home and school in the county by hand."
    row = ["1", "Ask each child about reviews", progress, "Cards returned", current, "Ola Marsh", "31/12/25", "Green"]
    read = comma(("Ref", "Action", "Progress", "Metric", "Current", "Lead", "Timescale", "RAG"), row)
    assert bool(found(read, "update_in_measure")) is is_update


def test_a_value_far_beyond_its_target_may_have_to_come_down_to_it():
    def reached(current):
        row = ["1", "Publish a report of workloads", "Workers with over 20 cases", current, "10%", "Ola Marsh", "A"]
        return bool(found(comma(("Ref", "Action", "KPI", "Current", "Target", "Lead", "RAG"), row), "target_reached"))

    assert (reached("22%"), reached("11%")) == (False, True)


def test_former_dates_in_brackets_raise_no_doubt():
    assert read_timescale("30 Jun 2025 (was 31 Mar 2025)").doubts == ()
    assert read_timescale("30 Jun 2025 and 2026").doubts
