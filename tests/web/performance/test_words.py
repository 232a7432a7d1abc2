"""How movements, targets and missing figures are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source, Version
from inloco.analytics.periods import month, months_to
from inloco.analytics.settings import Settings
from inloco.analytics.statistics.xmr import TrendWord
from inloco.documents.cells import Cell, State
from inloco.documents.measures import TREND_WORDS
from inloco.documents.monthly_report import Trend
from inloco.performance.presenters.overview import Choice, overview
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


STEPS = [
    ("63.6", "64.7", "Up 1.1 percentage points"),
    ("64.7", "63.7", "Down 1.0 percentage point"),
    ("64.7", "64.7", "No change"),
]
STEPS_UP = {"Up 1.1 percentage points": 1, "Down 1.0 percentage point": -1, "No change": 0}
JUDGED = {"better": 1, "worse": -1}
"""What each word of a trend means; the others judge nothing."""


@pytest.mark.parametrize("word", [None, *TrendWord])
@pytest.mark.parametrize(("before", "now", "words"), STEPS)
@pytest.mark.parametrize("polarity", Polarity)
def test_a_movement_and_its_trend_are_one_judgement(polarity, before, now, words, word) -> None:
    """Every polarity, direction and trend: better or worse is said only where the trend says so and the step goes there."""
    trend = Trend(str(word), TREND_WORDS[word]) if word else None
    moved = movement(cell(before, 7), cell(now), indicator(polarity=polarity), trend=trend)
    favour = {Polarity.HIGHER_IS_BETTER: 1, Polarity.LOWER_IS_BETTER: -1, Polarity.NEUTRAL: 0}[polarity] * STEPS_UP[words]
    assert (moved.way, moved.favour) == ({1: "up", -1: "down", 0: "same"}[STEPS_UP[words]], favour)
    if favour and JUDGED.get(word) == favour:
        assert (moved.words, moved.tone) == (f"{words}: {word}", Tone(word))
    else:
        assert (moved.words, moved.tone) == (words, Tone.SAME if moved.way == "same" else Tone.NEUTRAL)


def test_nothing_is_compared_across_a_change_of_definition() -> None:
    changed = indicator(
        versions=(Version(1, "The older rule.", "true"), Version(2, "Within 2 months.", "true", from_=date(2019, 7, 1)))
    )
    across = movement(cell("79.0", 6), cell("68.0", 7), changed)
    assert across.words == "Definition changed: not compared"
    assert across.size is None
    assert movement(cell("68.0", 7), cell("67.0", 8), changed).favour == -1


def test_a_year_that_begins_again_is_not_a_movement() -> None:
    ytd = indicator(basis=Basis.YEAR_TO_DATE)
    assert movement(cell("92.0", 3), cell("100.0", 4), ytd).words == "Counting starts again in April"
    assert movement(cell("92.0", 4), cell("100.0", 5), ytd).favour == 1


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


def courses(**values: list[int]):
    """A book of one area with these percentages, month by month up to August 2019."""
    area = Area("C", "Vale", AreaKind.AUTHORITY)
    months = months_to(month(2019, 8), 13)
    figures = [
        Figure(id, 1, area.id, period, value, 100, Decimal(value), Unit.PERCENT, Status.FINAL, "2019-08-31-x")
        for id, course in values.items()
        for period, value in zip(months, course, strict=True)
    ]
    book = SimpleNamespace(areas=AreaTree([area]), settings=Settings(), figures=lambda **_: figures, target=lambda *_: None)
    return book, area, {id: indicator(id=id) for id in values}


def test_the_overview_tells_noise_from_news_and_still_finds_every_step_towards_worse() -> None:
    """One fell out of its usual range, one within it, and one rose within it."""
    usual = [60, 62, 59, 61, 60, 58, 61, 60, 62, 59, 60]
    book, area, catalogue = courses(fell=[*usual, 60, 30], sank=[*usual, 61, 59], rose=[*usual, 59, 61])
    choice = Choice(area, month(2019, 8))

    def rows(**asked):
        page = overview(book, replace(choice, **asked), catalogue)
        return [(row.id, row.movement.words, row.trend.word) for group in page.groups for row in group.rows]

    fell = ("fell", "Down 30.0 percentage points: worse", "worse")
    sank = ("sank", "Down 2.0 percentage points", "no real change")
    rose = ("rose", "Up 2.0 percentage points", "no real change")
    assert rows(order="worst") == [fell, sank, rose]
    assert rows(show="worse") == [fell, sank]
    assert rows(show="better") == [rose]
    assert rows(show="trend_worse") == [fell]
