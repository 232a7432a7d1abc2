"""How movements, targets and missing figures are said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source, Version
from inloco.analytics.periods import month
from inloco.documents.cells import Cell, State
from inloco.performance.presenters.words import (
    Tone,
    movement,
    parts_words,
    status_tag,
    target_words,
    value_words,
)


def indicator(**changes) -> Indicator:
    given = {
        "id": "dental_up_to_date_pct",
        "title": "Dental checks up to date",
        "family": "health",
        "definition": "A dental check in the last 12 months.",
        "source": Source("SSDA903", "OC2"),
        "grain": "child_month",
        "counts": "children",
        "unit": Unit.PERCENT,
        "basis": Basis.AS_AT,
        "polarity": Polarity.HIGHER_IS_BETTER,
        "population": "true",
    }
    return Indicator(**(given | changes))


def cell(
    value: str | None, number: int = 8, numerator: int | None = 45, denominator: int | None = 60, state: State = State.FINAL
) -> Cell:
    return Cell(month(2019, number), None if value is None else Decimal(value), numerator, denominator, state)


@pytest.mark.parametrize(
    ("polarity", "before", "now", "tone", "words"),
    [
        (Polarity.HIGHER_IS_BETTER, "63.6", "64.7", Tone.BETTER, "Up 1.1 percentage points: better"),
        (Polarity.HIGHER_IS_BETTER, "64.7", "63.7", Tone.WORSE, "Down 1.0 percentage point: worse"),
        (Polarity.LOWER_IS_BETTER, "63.6", "64.7", Tone.WORSE, "Up 1.1 percentage points: worse"),
        (Polarity.LOWER_IS_BETTER, "64.7", "63.6", Tone.BETTER, "Down 1.1 percentage points: better"),
        (Polarity.NEUTRAL, "64.7", "63.6", Tone.NEUTRAL, "Down 1.1 percentage points"),
        (Polarity.HIGHER_IS_BETTER, "64.7", "64.7", Tone.SAME, "No change"),
    ],
)
def test_a_movement_says_its_direction_and_whether_it_is_good(polarity, before, now, tone, words) -> None:
    moved = movement(cell(before, 7), cell(now), indicator(polarity=polarity))
    assert (moved.tone, moved.words) == (tone, words)
    assert moved.way


def test_nothing_is_compared_across_a_change_of_definition() -> None:
    changed = indicator(
        versions=(Version(1, "The older rule.", "true"), Version(2, "Within 2 months.", "true", from_=date(2019, 7, 1)))
    )
    across = movement(cell("79.0", 6), cell("68.0", 7), changed)
    assert across.words == "Definition changed: not compared"
    assert across.size is None
    assert movement(cell("68.0", 7), cell("67.0", 8), changed).tone is Tone.WORSE


def test_a_year_that_begins_again_is_not_a_movement() -> None:
    ytd = indicator(basis=Basis.YEAR_TO_DATE)
    assert movement(cell("92.0", 3), cell("100.0", 4), ytd).words == "Counting starts again in April"
    assert movement(cell("92.0", 4), cell("100.0", 5), ytd).tone is Tone.BETTER


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (cell("64.7"), "64.7%"),
        (cell(None, numerator=0, denominator=0, state=State.NOBODY), "No children"),
        (cell(None, numerator=None, denominator=None, state=State.NOT_AVAILABLE), "Not available"),
        (cell(None, numerator=None, denominator=None, state=State.NOT_APPLICABLE), "Not applicable"),
    ],
)
def test_a_missing_value_says_why_and_is_never_nought(shown, words) -> None:
    assert value_words(shown, indicator()) == words


def test_parts_name_what_they_count() -> None:
    assert parts_words(cell("75.0"), indicator()) == "45 of 60 children"
    assert parts_words(cell("45", denominator=None), indicator(unit=Unit.COUNT)) == "45 children"
    assert parts_words(cell("84.8", numerator=2117, denominator=249_646), indicator(unit=Unit.RATE)).startswith(
        "2,117 of 249,646 population"
    )
    assert parts_words(cell(None, numerator=None, denominator=None, state=State.NOT_AVAILABLE), indicator()) == ""


def test_a_target_is_met_according_to_the_polarity() -> None:
    assert target_words(None, cell("64.7"), indicator()) is None
    missed = target_words(Decimal(90), cell("64.7"), indicator())
    assert missed is not None
    assert (missed.words, missed.verdict, missed.is_met) == ("90.0% or more", "Target missed", False)
    lower = target_words(Decimal(70), cell("64.7"), indicator(polarity=Polarity.LOWER_IS_BETTER))
    assert lower is not None
    assert (lower.words, lower.is_met) == ("70.0% or less", True)
    unknown = target_words(Decimal(70), cell(None, state=State.NOT_AVAILABLE), indicator())
    assert unknown is not None
    assert unknown.is_met is None


def test_only_what_is_not_final_carries_a_tag() -> None:
    assert status_tag(cell("64.7")) is None
    assert [status_tag(cell("64.7", state=state)).text for state in (State.SUBMITTED, State.PROVISIONAL)] == [
        "Submitted",
        "Provisional",
    ]
