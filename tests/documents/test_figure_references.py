"""References read, found, said in words; and what is wrong with the others, at their line."""

from __future__ import annotations

import pytest

from inloco.analytics.figure import Unit
from inloco.analytics.periods import month
from inloco.documents.cells import State
from inloco.documents.figure_lookup import resolve
from inloco.documents.figure_references import Kind, references_in
from tests.documents.papers import AREAS, COUNT, DENTAL, RATE, MadeBook, live


def said(written: str) -> str:
    return live(f"[[{written}]]")[written].words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (f"{COUNT} @ 2024-08", "90"),
        (f"{RATE} @ 2024-08", "45.0 per 10,000"),
        (f"{DENTAL} @ 2024-08", "67.8% (61 of 90 children)"),
        (f"{DENTAL} @ 2024-08 | Hillside", "84.3% (59 of 70 children)"),
        (f"{DENTAL} @ 2024-08 | hill", "84.3% (59 of 70 children)"),
        (f"{COUNT} @ 2024-08 | change", "up 12 from 78 in August 2023"),
        (f"{COUNT} @ 2024-08 | Fenland | change from 2024-07", "up 1 from 19 in July 2024"),
        (f"{DENTAL} @ 2024-08 | change", "the same as in August 2023 (67.8% (61 of 90 children))"),
        (f"{RATE} @ 2024-08 | change", "not comparable with 39.0 per 10,000 in August 2023, since the definition has changed"),
        (f"{RATE} @ 2024-08 | change since 2024-07", "up 0.5 per 10,000 from 44.5 per 10,000 in July 2024"),
    ],
)
def test_a_figure_is_said_by_the_style_guide(written: str, words: str) -> None:
    assert said(written) == words


@pytest.mark.parametrize("kind", [one for one in Kind if one.stands_alone and one is not Kind.ACTIONS])
def test_what_stands_alone_needs_its_line(kind: Kind) -> None:
    alone = f"[[{DENTAL} @ 2024-08 | {kind}]]"
    assert [one.kind for one in references_in(f"  {alone}  ")[0]] == [kind]
    _, problems = references_in(f"one\ntwo {alone}")
    assert [(one.line, "line of its own" in one.what) for one in problems] == [(2, True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[]]", "An indicator and a period are needed"),
        ("[[cla_count]]", "An indicator and a period are needed"),
        ("[[@ 2024-08]]", "An indicator and a period are needed"),
        ("[[cla_count @ 2024-13]]", "is not a period"),
        ("[[cla_count @ 2024-08 | Hillside | sideways]]", "is not a way to show a figure"),
        ("[[cla_count @ 2024-08 | change from 2025-08]]", "A change begins before"),
        ("[[cla_count @ 2024-08 | change from 2023/24]]", "between periods of one kind"),
        ("[[cla_count @ 2024-W35 | chart]]", "months or financial years"),
        ("[[actions @ 2024-08 | a | b | c]]", "too many parts"),
        ("[[cla_count @ 2024-08", "not ended"),
        ("[cla_count @ 2024-08 | Hillside]", "one bracket on each side"),
        ("Late: [[actions @ 2024-08 | | overdue]]", "A list of actions stands on a line of its own"),
    ],
)
def test_what_cannot_be_read_is_a_problem(text: str, words: str) -> None:
    found, problems = references_in(f"\n\n{text}")
    assert found == []
    assert [one.line for one in problems] == [3]
    assert words in problems[0].what


@pytest.mark.parametrize(
    ("written", "words", "hint"),
    [
        ("cla_cuont @ 2024-08", "no indicator", "cla_count"),
        ("zzz @ 2024-08", "no indicator", "picker"),
        (f"{DENTAL} @ 2024-08 | Hilside", "no area", "Hillside"),
        (f"{DENTAL} @ 2031-08", "the newest extract is of August 2024", "Write 2024-08"),
        (f"{DENTAL} @ 2024-08 | pie", "no area “pie”", "one of value, change, chart"),
        (f"{DENTAL} @ 2024-08 | Fenland | areas", "no areas under it", "leave the area out"),
        ("actions @ 2024-08", "no plans here", "Take the reference out"),
    ],
)
def test_what_cannot_be_found_is_a_problem_with_a_hint(written: str, words: str, hint: str) -> None:
    references, _ = references_in(f"[[{written}]]")
    found, problems = resolve(references, MadeBook())
    assert found == {}
    assert words in problems[0].what
    assert hint in problems[0].action


def test_brackets_of_other_kinds_are_text() -> None:
    text = "[mail @ us](mailto:a@b.example) [1] [see @ page] [^note] \\[cla_count @ 2024-08\\]"
    assert references_in(text) == ([], [])


def test_references_within_code_are_text() -> None:
    text = "Write `[[cla_count @ 2024-08]]`.\n\n```\n[[chart\n[[cla_count @ nonsense]]\n```\n"
    assert references_in(text) == ([], [])


def test_a_series_holds_thirteen_months_or_six_years() -> None:
    found = live(f"[[{DENTAL} @ 2024-08 | table]]\n\n[[{DENTAL} @ 2023/24 | chart]]")
    months, years = found.values()
    assert [months.cells[0].period, months.cells[-1].period, len(months.cells)] == [month(2023, 8), month(2024, 8), 13]
    assert [str(cell.period) for cell in years.cells] == ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24"]


def test_areas_are_those_directly_beneath() -> None:
    found = live(f"[[{DENTAL} @ 2024-08 | areas]]")[f"{DENTAL} @ 2024-08 | areas"]
    assert [one.name for one in found.areas] == ["Hillside", "Fenland"]
    assert found.cell.state is State.FINAL
    assert found.unit is Unit.PERCENT
    assert {key[1] for key in found.keys} == {area.id for area in AREAS}


def test_the_book_is_asked_once_for_a_month() -> None:
    asked = []

    class Counting(MadeBook):
        def figures(self, ids=None, periods=None, areas=None):
            asked.append(periods)
            return super().figures(ids, periods, areas)

    text = " ".join(f"[[{id} @ 2024-08 | {area}]]" for id in (COUNT, DENTAL, RATE) for area in ("Hillside", "Fenland"))
    resolve(references_in(text)[0], Counting())
    assert len(asked) == 1
